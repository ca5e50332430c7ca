"""Until when certificates are valid, as /metrics tells it: of brokers, of the identity provider, and our own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared.runtime.certificate_measures import PERIOD_S, SOON_S, CertificateMeasures
from shared.telemetry import metrics
from tests.runtime.tls import Shown, certificate, listening


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Cluster:
    """A sender whose cluster has one broker."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked = 0

    async def cluster(self) -> Any:  # noqa: ANN401  # as aiokafka has it
        self.asked += 1
        broker = SimpleNamespace(host="127.0.0.1", port=self.port)
        return SimpleNamespace(brokers=lambda: [broker])


@pytest.fixture(autouse=True)
def _nothing_told() -> None:
    metrics.CERTIFICATE_EXPIRES.clear()
    metrics.CERTIFICATE_ISSUED.clear()


@pytest.fixture
def shown(tmp_path: Path) -> Shown:
    return certificate(tmp_path, days_left=20)


@pytest.fixture
async def port(shown: Shown) -> AsyncIterator[int]:
    async with listening(shown) as found:
        yield found


def measures(shown: Shown, port: int, clock: Clock, **others: str) -> CertificateMeasures:
    settings = SimpleNamespace(
        **{
            "kafka_security_protocol": "SSL",
            "kafka_ca_file": str(shown.file),
            "kafka_certificate_file": str(shown.file),
            "kafka_key_file": str(shown.key),
            "database_url": "postgresql://nobody@127.0.0.1:1/nothing",
            "identity_jwks": f"https://127.0.0.1:{port}/jwks.json",
        }
        | others
    )
    return CertificateMeasures(cast("Any", settings), cast("Any", Cluster(port)), clock)


def days_left() -> dict[tuple[str, str], int]:
    """By whose it is and who shows it."""
    found = next(iter(metrics.CERTIFICATE_EXPIRES.collect())).samples
    now = datetime.now(UTC)
    return {
        (one.labels["of"], one.labels["side"]): round(
            (datetime.fromtimestamp(one.value, UTC) - now) / timedelta(days=1)
        )
        for one in found
    }


async def test_servers_and_our_own_are_told_with_their_end(
    shown: Shown, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(shown.file))
    monkeypatch.setenv("PGSSLCERT", str(shown.file))

    await measures(shown, port, Clock()).measure()

    assert days_left() == {
        ("broker", "server"): 20,
        ("identity", "server"): 20,
        ("broker", "client"): 20,
        ("database", "client"): 20,
    }


async def test_our_own_certificate_of_the_database_may_stand_in_its_address(shown: Shown, port: int) -> None:
    address = f"postgresql://nobody@127.0.0.1:1/nothing?sslcert={shown.file}"

    await measures(shown, port, Clock(), database_url=address).measure()

    assert days_left()["database", "client"] == 20


async def test_a_renewed_one_is_seen_within_the_hour_without_a_restart(
    shown: Shown, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    looking = measures(shown, port, clock)
    await looking.measure()
    (tmp_path / "new").mkdir()
    renewed = certificate(tmp_path / "new", days_left=90)
    shown.file.write_bytes(renewed.file.read_bytes())
    shown.key.write_bytes(renewed.key.read_bytes())

    clock.now += SOON_S + PERIOD_S
    await looking.measure()

    assert days_left()["broker", "client"] == 90


async def test_it_is_not_looked_at_for_each_scrape(shown: Shown, port: int) -> None:
    looking = measures(shown, port, Clock())

    await looking.measure()
    await looking.measure()

    assert cast("Cluster", looking.sender).asked == 1


async def test_one_that_is_away_keeps_its_last_value_and_fails_nothing(shown: Shown, port: int) -> None:
    clock = Clock()
    looking = measures(shown, port, clock)
    await looking.measure()
    cast("Cluster", looking.sender).port = 1

    clock.now += PERIOD_S
    await looking.measure()

    assert days_left()["broker", "server"] == 20


async def test_in_clear_there_is_nothing_to_tell(shown: Shown, port: int) -> None:
    plain = {"kafka_security_protocol": "PLAINTEXT", "kafka_certificate_file": "", "identity_jwks": "file:///jwks.json"}

    await measures(shown, port, Clock(), **plain).measure()

    assert days_left() == {}
