"""Two releases share one Kafka and one PostgreSQL server, each behind a prefix of its own, and see their own alone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pydantic import PostgresDsn
from typer.testing import CliRunner

from deploy.brokers.topics import create_topics
from deploy.console.main import app
from deploy.local.stack import LocalStack
from deploy.oracle.collection import collect
from services.evaluation.main import SERVICE as EVALUATION
from shared.base.progress import Progress
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import EVENTS
from shared.contracts.vocabulary import DossierId
from shared.delivery.kafka.broker_answers import require_topics
from shared.delivery.kafka.prefix_guard import OtherPrefix
from shared.delivery.kafka.relay import Relay
from shared.delivery.kafka.sender import Sender
from shared.delivery.shell.effects import pack
from shared.identity.local_issuer import LocalIssuer
from shared.persistence.connecting import connect, open_pool
from shared.runtime.wiring import Parts, wire
from tests.builders import some_id
from tests.conftest import ServiceDatabase
from tests.console.conftest import Environment
from tests.console.lay import record
from tests.delivery.wire import put
from tests.evaluation.builders import admissible

WITHIN_S = 60.0


@dataclass(frozen=True, slots=True)
class Release:
    """Its databases, its names on the brokers, and the dossier that is filed there."""

    names: KafkaNames
    brokers: str
    databases: dict[str, str]
    issuer: LocalIssuer

    @property
    def dossier(self) -> DossierId:
        return DossierId(some_id(f"dossier of {self.names.prefix}"))

    async def relay(self, service: str, names: KafkaNames | None = None) -> None:
        """What that service's relay does with its outbox."""
        sender = Sender(self.brokers, "test", names=names or self.names)
        try:
            relay = Relay(lambda: connect(self.databases[service]), sender)
            await relay.drain(await connect(self.databases[service]))
        finally:
            await sender.stop()

    async def file(self) -> None:
        """Intake has declared the dossier admissible, and tells so."""
        one = record(replace(admissible(), dossier=self.dossier))
        pool = await open_pool(self.databases["intake"], 1)
        headers = pack(list(one.headers))
        await put(pool, one.topic, [(one.key, one.value or b"")], headers)
        await pool.close()
        await self.relay("intake")

    @asynccontextmanager
    async def evaluating(self, names: KafkaNames | None = None) -> AsyncIterator[Parts]:
        """Its evaluation, put together as its process does, consuming."""
        settings = EVALUATION.settings(
            database_url=PostgresDsn(self.databases["evaluation"]), kafka_bootstrap_servers=self.brokers,
            kafka_prefix=(names or self.names).prefix, identity_jwks=self.issuer.jwks_uri,
            identity_issuer=self.issuer.issuer, demonstration=True,
        )  # fmt: skip
        parts = await wire(EVALUATION, settings, Progress())
        await parts.broker.start()
        task = asyncio.create_task(parts.consumer.run())
        try:
            yield parts
        finally:
            await parts.consumer.stop(task)
            with suppress(asyncio.CancelledError):
                await task
            await parts.broker.stop()
            await parts.sender.stop()
            await parts.reads.close()
            await parts.pool.close()

    async def evaluated(self) -> list[str]:
        """The dossiers that its evaluation knows."""
        return [row["id"] for row in await self._rows("SELECT dossier::text AS id FROM evaluations")]

    async def heard(self) -> list[str]:
        """The topics on which its evaluation has come forward."""
        return [row["topic"] for row in await self._rows("SELECT DISTINCT topic FROM positions WHERE position > 0")]

    async def _rows(self, query: str) -> list[asyncpg.Record]:
        conn = await connect(self.databases["evaluation"])
        try:
            return list(await conn.fetch(query))
        finally:
            await conn.close()


async def until(what: Callable[[], object]) -> None:
    async with asyncio.timeout(WITHIN_S):
        while not await what():  # type: ignore[misc]  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.1)


@pytest.fixture
async def releases(
    local_stack: LocalStack, untouched: dict[str, str], service_database: ServiceDatabase, tmp_path: Path
) -> AsyncIterator[tuple[Release, Release]]:
    brokers, issuer = local_stack.bootstrap_servers, LocalIssuer(tmp_path / "issuer")
    made = []
    for prefix in ("blue.", "blue.green-"):  # one name begins like the other
        databases = untouched | {name: await service_database(name) for name in ("intake", "evaluation")}
        made.append(Release(KafkaNames(prefix), brokers, databases, issuer))
    for one in made:
        assert (await create_topics(brokers, names=one.names))[1] == []
    yield made[0], made[1]
    admin = AIOKafkaAdminClient(bootstrap_servers=brokers)
    await admin.start()
    names = [topic.name for one in made for topic in one.names.topics()]
    require_topics("delete", await admin.delete_topics(names))
    await admin.close()


async def test_each_release_hears_keeps_and_reports_its_own_dossier_alone(
    releases: tuple[Release, Release], environment: Environment
) -> None:
    blue, green = releases
    async with blue.evaluating(), green.evaluating():
        await asyncio.gather(blue.file(), green.file())
        await until(blue.heard)
        await until(green.heard)

    assert [await blue.evaluated(), await green.evaluated()] == [[blue.dossier], [green.dossier]]
    assert await blue.heard() == ["blue.referencement.intake.v1"]
    assert await green.heard() == ["blue.green-referencement.intake.v1"]
    for one in releases:
        await one.relay("evaluation")
        snapshot = await collect(one.databases, one.brokers, datetime.now(UTC), names=one.names)
        assert {told.dossier for told in snapshot.records} == {one.dossier}
        assert snapshot.unreadable == ()
        lines = await reconciled(one, environment)
        assert [line for line in lines if line.startswith("ahead    intake")] == [
            f"ahead    intake {one.dossier} (dossier {one.dossier}): ApplicationDeclaredAdmissible, event 1, was "
            "told at 2026-03-10 09:00:00+00:00; the database does not know it"
        ]
        assert lines[-1] == "1 ahead"


async def reconciled(one: Release, environment: Environment) -> list[str]:
    """Intake kept no application here, so the event that it told is the one gap of each release."""
    for service, dsn in one.databases.items():
        environment(f"{service.upper()}_DATABASE_URL", dsn)
    environment("KAFKA_BOOTSTRAP_SERVERS", one.brokers)
    environment("KAFKA_PREFIX", one.names.prefix)
    done = await asyncio.to_thread(CliRunner().invoke, app, ["reconcile"])
    return [line for line in done.output.splitlines() if line]


async def test_a_database_does_not_go_on_behind_another_prefix(releases: tuple[Release, Release]) -> None:
    blue, green = releases
    async with blue.evaluating():
        await blue.file()
        await until(blue.heard)

    async with blue.evaluating(green.names) as parts:
        await green.file()
        await until(lambda: asyncio.sleep(0, parts.consumer.guard.trouble))

        assert parts.consumer.guard.trouble == (
            "database has read blue.referencement.intake.v1, which lies behind the prefix 'blue.', and KAFKA_PREFIX is "
            "'blue.green-': set it back, a database keeps its prefix (docs/operations/prefix.md)"
        )
        with pytest.raises(OtherPrefix, match="set it back"):
            await blue.relay("evaluation", green.names)

    assert await blue.evaluated() == [blue.dossier]
    assert EVENTS["intake"] not in await blue.heard()
