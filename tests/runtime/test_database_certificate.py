"""Until when the certificate of PostgreSQL is valid, as /metrics tells it: a real server, behind TLS of ours."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from shared.runtime.certificate_measures import CertificateMeasures
from shared.telemetry import metrics
from tests.conftest import NewDatabase
from tests.runtime.tls import SSL_REQUEST_BYTES, Shown, certificate
from tests.waiting import eventually


@asynccontextmanager
async def over_tls(dsn: str, shown: Shown) -> AsyncIterator[str]:
    """The address under which a database is reached over TLS; the server of the tests is built without it."""
    there = urlsplit(dsn)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(SSL_REQUEST_BYTES)
        writer.write(b"S")
        await writer.drain()
        await writer.start_tls(shown.server())
        from_there, to_there = await asyncio.open_connection(there.hostname, there.port)
        await asyncio.gather(_pass_on(reader, to_there), _pass_on(from_there, writer))

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        address = there._replace(netloc=there.netloc.replace(f":{there.port}", f":{port}")).geturl()
        yield f"{address}?sslmode=verify-full&sslrootcert={shown.file}"


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while content := await reader.read(65_536):
            writer.write(content)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    return certificate(tmp_path, days_left=20)


def days_left() -> int | None:
    """Of the database's certificate; None: nothing is told."""
    [found] = metrics.CERTIFICATE_EXPIRES.collect()
    told = [one.value for one in found.samples if one.labels == {"of": "database", "side": "server"}]
    left = [(datetime.fromtimestamp(at, UTC) - datetime.now(UTC)) / timedelta(days=1) for at in told]
    return round(left[0]) if left else None


async def test_the_certificate_of_the_database_is_told_with_its_end(fresh_database: NewDatabase, shown: Shown) -> None:
    metrics.CERTIFICATE_EXPIRES.clear()
    async with over_tls(fresh_database(), shown) as address:
        settings = SimpleNamespace(
            kafka_security_protocol="PLAINTEXT", kafka_certificate_file=None, identity_jwks="", database_url=address
        )

        async def measured() -> int | None:
            await CertificateMeasures(cast("Any", settings), cast("Any", None)).measure()
            return days_left()

        assert await eventually(measured) == 20
