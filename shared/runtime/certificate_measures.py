"""For how long certificates are valid: those that servers show us, and those that we show them."""

import asyncio
import logging
import os
import ssl
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cryptography import x509

from shared.delivery.kafka.sender import Sender
from shared.persistence.connecting import connect
from shared.runtime.kafka_security import tls
from shared.runtime.settings import ServiceSettings
from shared.telemetry import metrics

log = logging.getLogger(__name__)
PERIOD_S, SOON_S = 3600.0, 60.0
"""They change seldom; one that could not be looked at is looked at again soon."""
AT_MOST_S = 1.5
HTTPS = 443
SERVER, CLIENT = "server", "client"


@dataclass(slots=True)
class CertificateMeasures:
    """Asks each server anew, as a client that connects now would: a renewed certificate is seen without a restart."""

    settings: ServiceSettings
    sender: Sender
    clock: Callable[[], float] = time.monotonic
    _again_at: float = field(default=float("-inf"), init=False)

    async def measure(self) -> None:
        """Look, if it is time to. What cannot be reached keeps its last values: other gauges tell that it is away."""
        if self.clock() < self._again_at:
            return
        self._again_at = self.clock() + SOON_S
        looks = [
            _told("database", SERVER, self._database),
            _told("identity", SERVER, self._identity),
            _told("broker", SERVER, self._brokers),
            *(_told(of, CLIENT, partial(_read, file)) for of, file in self._files()),
        ]
        if all(await asyncio.gather(*looks)):
            self._again_at = self.clock() + PERIOD_S

    def _files(self) -> Iterator[tuple[str, str]]:
        if self.settings.kafka_certificate_file:
            yield "broker", str(self.settings.kafka_certificate_file)
        address = parse_qs(urlsplit(str(self.settings.database_url)).query)
        if file := (address.get("sslcert") or [os.environ.get("PGSSLCERT", "")])[0]:
            yield "database", file

    async def _database(self) -> list[x509.Certificate]:
        conn = await connect(str(self.settings.database_url))
        try:
            shown = conn._transport.get_extra_info("ssl_object")  # asyncpg tells nobody else
            return _shown(shown)
        finally:
            conn.terminate()

    async def _identity(self) -> list[x509.Certificate]:
        address = urlsplit(self.settings.identity_jwks)
        if address.scheme != "https" or not address.hostname:
            return []
        return await _handshake(address.hostname, address.port or HTTPS, ssl.create_default_context())

    async def _brokers(self) -> list[x509.Certificate]:
        context = tls(self.settings)
        if context is None:
            return []
        brokers = (await self.sender.cluster()).brokers()
        found = await asyncio.gather(*(_handshake(one.host, one.port, context) for one in brokers))
        return [certificate for shown in found for certificate in shown]


async def _told(of: str, side: str, look: Callable[[], Awaitable[list[x509.Certificate]]]) -> bool:
    """Tell of the one that ends first. False: it could not be looked at."""
    try:
        async with asyncio.timeout(AT_MOST_S):
            found = await look()
    except Exception as error:
        log.debug("certificate not looked at", extra={"of": of, "side": side, "error": repr(error)})
        return False
    if found:
        first = min(found, key=lambda one: one.not_valid_after_utc)
        metrics.CERTIFICATE_EXPIRES.labels(of, side).set(first.not_valid_after_utc.timestamp())
        metrics.CERTIFICATE_ISSUED.labels(of, side).set(first.not_valid_before_utc.timestamp())
    return True


async def _handshake(host: str, port: int, context: ssl.SSLContext) -> list[x509.Certificate]:
    _, writer = await asyncio.open_connection(host, port, ssl=context)
    try:
        return _shown(writer.get_extra_info("ssl_object"))
    finally:
        writer.close()


def _shown(session: ssl.SSLObject | None) -> list[x509.Certificate]:
    """None: the connection is not over TLS."""
    content = session.getpeercert(binary_form=True) if session else None
    return [x509.load_der_x509_certificate(content)] if content else []


async def _read(file: str) -> list[x509.Certificate]:
    """The first of a file is the one that is shown; the rest lead to its authority."""
    content = await asyncio.to_thread(Path(file).read_bytes)
    return x509.load_pem_x509_certificates(content)[:1]
