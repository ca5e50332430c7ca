"""Listeners on loopback that speak TLS, with a certificate whose time is over."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

SSL_REQUEST_BYTES = 8
"""How a client of PostgreSQL asks for TLS; the server answers with one letter and speaks TLS from then on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate for 127.0.0.1 that vouches for itself."""

    file: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """For whoever shows it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.file, self.key)
        return context

    def trusting(self) -> ssl.SSLContext:
        """For whoever would trust it, were it valid."""
        return ssl.create_default_context(cafile=str(self.file))


def certificate(folder: Path, *, days_left: int) -> Shown:
    """A new one."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a server")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=days_left))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    shown = Shown(folder / "server.crt", folder / "server.key")
    shown.file.write_bytes(made.public_bytes(Encoding.PEM))
    shown.key.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return shown


@asynccontextmanager
async def listening(shown: Shown, *, asked_first: bool = False) -> AsyncIterator[int]:
    """The port of a server that shows the certificate; `asked_first`: as PostgreSQL does, when its client asks."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            if asked_first:
                await reader.readexactly(SSL_REQUEST_BYTES)
                writer.write(b"S")
                await writer.start_tls(shown.server())
            await reader.read(1)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=None if asked_first else shown.server())
    async with server:
        yield server.sockets[0].getsockname()[1]
