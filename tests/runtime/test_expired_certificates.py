"""A server whose certificate has expired: the same line in `config check` and in readiness, whatever the server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiokafka.errors import KafkaConnectionError

from deploy.console.config.checks.broker_check import check_brokers
from deploy.console.config.checks.database_check import check_database
from deploy.console.config.checks.identity_check import check_identity
from deploy.console.places import service_named
from shared.delivery.kafka.sender import Sender
from tests.runtime.tls import Shown, certificate, listening


@pytest.fixture
def expired(tmp_path: Path) -> Shown:
    return certificate(tmp_path, days_left=-1)


@pytest.fixture
async def port(expired: Shown) -> AsyncIterator[int]:
    async with listening(expired) as found:
        yield found


async def test_of_the_database(expired: Shown) -> None:
    async with listening(expired, asked_first=True) as port:
        dsn = f"postgresql://a:b@127.0.0.1:{port}/c?sslmode=verify-full&sslrootcert={expired.file}"
        (found,) = await check_database(service_named("catalogue"), dsn)

    assert found.line() == "wrong     catalogue database shows a certificate that has expired: renew it there"


async def test_of_a_broker(expired: Shown, port: int) -> None:
    security = {"security_protocol": "SSL", "ssl_context": expired.trusting()}

    (found,) = await check_brokers(f"127.0.0.1:{port}", security)

    assert found.line() == "wrong     broker shows a certificate that has expired: renew it there"


async def test_of_a_broker_as_a_process_tells_it(expired: Shown, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.delivery.kafka.sender.KNOCKS_FOR_S", 20.0)
    security = {"security_protocol": "SSL", "ssl_context": expired.trusting()}
    sender = Sender(f"127.0.0.1:{port}", "test", security)

    with pytest.raises((KafkaConnectionError, TimeoutError)) as met:
        await sender.cluster()

    assert await sender.trouble_with(met.value) == "shows a certificate that has expired: renew it there"


async def test_of_the_identity_provider(expired: Shown, port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(expired.file))

    (found,) = await check_identity("intake", f"https://127.0.0.1:{port}/jwks.json")

    assert found.line() == "wrong     intake IDENTITY_JWKS shows a certificate that has expired: renew it there"


async def test_one_that_nobody_vouches_for_is_told_from_it(tmp_path: Path) -> None:
    async with listening(certificate(tmp_path, days_left=30)) as port:
        (found,) = await check_identity("intake", f"https://127.0.0.1:{port}/jwks.json")

    told = "wrong     intake IDENTITY_JWKS shows a certificate that is not valid: renew it, or trust its authority"
    assert found.line() == told
