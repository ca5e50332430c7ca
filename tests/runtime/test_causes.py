"""One cause, one sentence: readiness, the status of a pod, the log of a Job and `config check` say the same words."""

import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest

from deploy.brokers.topics import create_topics
from deploy.console import main
from deploy.console.config.checks.broker_check import check_brokers
from deploy.console.config.checks.database_check import check_database
from deploy.console.config.checks.finding import Verdict
from deploy.console.config.checks.settings_check import settings_of
from deploy.console.places import service_named
from deploy.local.ports import free_port
from deploy.local.stack import LocalStack
from shared.base.progress import Progress
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import EVENTS, Topic
from shared.delivery.kafka.sender import Misdivided
from shared.identity.local_issuer import LocalIssuer
from shared.runtime import process, termination
from shared.runtime.wiring import wire
from tests.conftest import ServiceDatabase
from tests.runtime.refusing import AUTHENTICATION_FAILED, UNSUPPORTED_MECHANISM, refusing_broker, refusing_database
from tests.runtime.tls import Shown, certificate, listening

SECRET = "correct-horse/battery#staple"  # no secret of anybody
AWAY = "is not there, nobody listens: start it, or correct the address"
UNKNOWN = "has a name that nobody knows: check host and DNS"
EXPIRED = "shows a certificate that has expired: renew it there"
REFUSES_USER = "refuses user or password: check KAFKA_USERNAME, KAFKA_PASSWORD and the mechanism"
FULL = "has a full disk: give it room, nothing else is needed"


@dataclass
class Outlets:
    """Where people look. All of them read the same environment."""

    patch: pytest.MonkeyPatch
    message: Path
    capture: pytest.CaptureFixture[str]

    def environment(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(name, value)

    @property
    def pod_status(self) -> list[str]:
        """What the container's message holds for whoever asks after its end."""
        return self.message.read_text().splitlines()

    async def readiness(self, service: str = "catalogue") -> list[str]:
        """All that /readyz names of a process with this environment, which stays running."""
        one = service_named(service)
        parts = await wire(one, one.settings(), Progress())
        try:
            lacking = await parts.health.told_not_ready()
            return [*lacking, *[found for found in parts.health.without() if found not in lacking]]
        finally:
            await parts.sender.stop()
            await parts.reads.close()
            await parts.pool.close()

    async def job(self, *command: str) -> list[str]:
        """The log of a Job that runs this command of the console; its pod's status is the same."""
        self.patch.setattr(sys, "argv", ["referencement", *command])
        self.message.write_text("")
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            await asyncio.to_thread(main.run)
        log = self.capture.readouterr().err.splitlines()
        assert (ended.value.code, log) == (1, self.pod_status)
        return log

    def start(self, service: str = "catalogue") -> list[str]:
        """The log of a service that cannot start; its pod's status is the same."""
        self.message.write_text("")
        self.capture.readouterr()
        with pytest.raises(SystemExit) as ended:
            process.run(service_named(service))
        log = self.capture.readouterr().err.splitlines()
        assert (ended.value.code, log) == (2, self.pod_status)
        return log


@pytest.fixture
def outlets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Outlets:
    message = tmp_path / "termination-log"
    message.write_text("")
    monkeypatch.setattr(termination, "MESSAGE", message)
    monkeypatch.setattr("shared.delivery.kafka.sender.KNOCKS_FOR_S", 20.0)
    found = Outlets(monkeypatch, message, capsys)
    issuer = LocalIssuer(tmp_path)
    found.environment(
        REFERENCEMENT_ROOT=str(tmp_path), DATABASE_URL=f"postgresql://a:b@127.0.0.1:{free_port()}/c",
        KAFKA_BOOTSTRAP_SERVERS=f"127.0.0.1:{free_port()}", IDENTITY_JWKS=issuer.jwks_uri,
        IDENTITY_ISSUER=issuer.issuer, DEMONSTRATION="true",
    )  # fmt: skip
    return found


@pytest.fixture
def expired(tmp_path: Path) -> Shown:
    return certificate(tmp_path, days_left=-1)


@pytest.fixture
async def opened() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


Made = Callable[[AsyncExitStack, Shown], Awaitable[str]]
Reached = Callable[[AsyncExitStack, Shown], Awaitable[Mapping[str, str]]]


async def no_password(stack: AsyncExitStack, _: Shown) -> str:
    port = await stack.enter_async_context(refusing_database("28P01", "password authentication failed"))
    return f"postgresql://a:b@127.0.0.1:{port}/c"


async def no_room(stack: AsyncExitStack, _: Shown) -> str:
    port = await stack.enter_async_context(refusing_database("53100", "could not extend file"))
    return f"postgresql://a:b@127.0.0.1:{port}/c"


async def nobody(*_: object) -> str:
    return f"postgresql://a:b@127.0.0.1:{free_port()}/c"


async def nowhere(*_: object) -> str:
    return "postgresql://a:b@database.invalid/c"


async def over(stack: AsyncExitStack, shown: Shown) -> str:
    port = await stack.enter_async_context(listening(shown, asked_first=True))
    return f"postgresql://a:b@127.0.0.1:{port}/c?sslmode=verify-full&sslrootcert={shown.file}"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (no_password, "refuses the password: put the right one into DATABASE_URL and restart"),
        (no_room, FULL), (nobody, AWAY), (nowhere, UNKNOWN), (over, EXPIRED),
    ],
)  # fmt: skip
async def test_of_a_database(made: Made, words: str, outlets: Outlets, opened: AsyncExitStack, expired: Shown) -> None:
    dsn = await made(opened, expired)
    outlets.environment(DATABASE_URL=dsn)

    ready = [one for one in await outlets.readiness() if one.startswith("database ")]
    status = outlets.pod_status
    (finding,) = await check_database(service_named("catalogue"), dsn)
    (job,) = await outlets.job("migrate", "catalogue")

    assert ready == [f"database {words}"]
    assert status == [f"catalogue database {words}"]
    assert finding.line() == f"wrong     catalogue database {words}"
    assert job.startswith(f"catalogue database {words} (")


async def wrong_password(stack: AsyncExitStack, _: Shown) -> dict[str, str]:
    port = await stack.enter_async_context(refusing_broker(AUTHENTICATION_FAILED))
    return _scram(f"127.0.0.1:{port}")


async def another_mechanism(stack: AsyncExitStack, _: Shown) -> dict[str, str]:
    port = await stack.enter_async_context(refusing_broker(UNSUPPORTED_MECHANISM, "SCRAM-SHA-256"))
    return _scram(f"127.0.0.1:{port}")


async def no_broker(*_: object) -> dict[str, str]:
    return {"KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{free_port()},127.0.0.1:{free_port()}"}


async def no_such_broker(*_: object) -> dict[str, str]:
    return {"KAFKA_BOOTSTRAP_SERVERS": "broker.invalid:9092"}


async def broker_over(stack: AsyncExitStack, shown: Shown) -> dict[str, str]:
    port = await stack.enter_async_context(listening(shown))
    return {
        "KAFKA_BOOTSTRAP_SERVERS": f"127.0.0.1:{port}",
        "KAFKA_SECURITY_PROTOCOL": "SSL",
        "KAFKA_CA_FILE": str(shown.file),
    }


def _scram(servers: str) -> dict[str, str]:
    return {
        "KAFKA_BOOTSTRAP_SERVERS": servers, "KAFKA_SECURITY_PROTOCOL": "SASL_PLAINTEXT", "KAFKA_USERNAME": "catalogue",
        "KAFKA_PASSWORD": SECRET,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (wrong_password, REFUSES_USER),
        (another_mechanism, "offers another SASL mechanism: set KAFKA_SASL_MECHANISM"),
        (no_broker, AWAY), (no_such_broker, UNKNOWN), (broker_over, EXPIRED),
    ],
)  # fmt: skip
async def test_of_a_broker(
    made: Reached,
    words: str,
    outlets: Outlets,
    opened: AsyncExitStack,
    expired: Shown,
) -> None:
    outlets.environment(**await made(opened, expired))

    ready = [one for one in await outlets.readiness() if one.startswith("broker ")]
    servers, security = main._brokers()
    (finding,) = await check_brokers(servers, security)
    (job,) = await outlets.job("topics")

    assert ready == [f"broker {words}"]
    assert finding.line() == f"wrong     broker {words}"
    assert job == f"broker {words}"


async def test_of_a_topic_with_other_partitions(outlets: Outlets, local_stack: LocalStack) -> None:
    await create_topics(local_stack.bootstrap_servers)
    outlets.environment(KAFKA_BOOTSTRAP_SERVERS=local_stack.bootstrap_servers)
    name = EVENTS["catalogue"]
    declared = (Topic(name, partitions=7),)
    outlets.patch.setattr(KafkaNames, "topics", lambda _: declared)

    ready = [one for one in await outlets.readiness() if one.startswith("topic ")]
    found = [one.line() for one in await check_brokers(local_stack.bootstrap_servers, {}, declared)]
    job = await outlets.job("topics")

    words = f"topic {name} has 6 partitions, declared are 7: keys would go astray, see docs/operations/partitions.md"
    assert ready == [words]
    assert found == [f"wrong     brokers: {words}"]
    assert job == [f"brokers: {words}"]
    assert str(Misdivided(name, 6, 7)) == words


@pytest.mark.parametrize(
    ("at", "oldest_able", "words"),
    [
        (None, None, "has no tables: run `referencement migrate catalogue`"),
        ("0001", None, "is at migration 0001, this version needs {head}: run `referencement migrate catalogue`"),
        ("9999", None, "is at migration 9999, ahead of {head}: an upgrade is under way, or was taken back; finish it"),
        (
            "9999",
            "9998",
            "is at migration 9999, too far ahead for this version, which is of {head}: roll out one of 9998 or newer, "
            "or restore (docs/operations/upgrade.md)",
        ),
    ],
)
async def test_of_a_database_behind_or_ahead(
    at: str | None,
    oldest_able: str | None,
    words: str,
    outlets: Outlets,
    service_database: ServiceDatabase,
    fresh_database: Callable[..., str],
) -> None:
    dsn = await service_database("catalogue") if at else fresh_database()
    head = await _put_at(dsn, at, oldest_able) if at else ""
    outlets.environment(DATABASE_URL=dsn, CATALOGUE_DATABASE_URL=dsn)

    ready = [one for one in await outlets.readiness() if one.startswith("database ")]
    found = [one.line() for one in await check_database(service_named("catalogue"), dsn)]

    assert ready == [f"database {words.format(head=head)}"]
    assert any(line.endswith(f"catalogue database {words.format(head=head)}") for line in found)
    if at is None:
        assert await outlets.job("parked", "list", "--service", "catalogue") == [f"catalogue database {words}"]


async def _put_at(dsn: str, at: str, oldest_able: str | None) -> str:
    conn = await asyncpg.connect(dsn)
    head: str = await conn.fetchval("SELECT version_num FROM alembic_version")
    await conn.execute("UPDATE alembic_version SET version_num = $1, oldest_able = $2", at, oldest_able)
    await conn.close()
    return head


async def test_of_clocks_that_differ(outlets: Outlets, service_database: ServiceDatabase) -> None:
    dsn = await service_database("catalogue")
    outlets.environment(DATABASE_URL=dsn)
    ahead = time.time() + 3600.4 - time.monotonic()
    outlets.patch.setattr(time, "time", lambda: ahead + time.monotonic())

    ready = [one for one in await outlets.readiness() if "clock" in one]
    found = [one.line() for one in await check_database(service_named("catalogue"), dsn) if "clock" in one.told]

    words = "database has a clock -3600 s apart from this one: let a time service keep both"
    assert (ready, found) == ([words], [f"doubtful  catalogue {words}"])


async def test_of_a_full_volume_of_documents(
    outlets: Outlets, service_database: ServiceDatabase, tmp_path: Path
) -> None:
    outlets.environment(
        DATABASE_URL=await service_database("intake"), TRACKING_SECRET="x" * 32, DOCUMENT_FOLDER=str(tmp_path / "kept")
    )
    kept = service_named("intake")
    assert kept.causes
    assert await kept.causes(kept.settings()) == []
    full = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    outlets.patch.setattr("services.intake.wallet.storage.folder.shutil.disk_usage", lambda _: full)

    ready = [one for one in await outlets.readiness("intake") if "documents" in one]
    found = await kept.causes(kept.settings())

    assert ready == list(found) == [f"store of documents {FULL}"]


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("KAFKA_SECURITY_PROTOCOL", "SASL_SLL",
         "is not usable (input should be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'): correct it, see "
         "`referencement settings`"),
        ("LOG_LEVEL", "INFOS",
         "is not usable (input should be 'DEBUG', 'INFO', 'WARNING', 'ERROR' or 'CRITICAL'): correct it, see "
         "`referencement settings`"),
        ("PROCESS_ROLES", "api,worker", "is not usable (it is no JSON): correct it, see `referencement settings`"),
        ("KAFKA_BOOTSTRAP_SERVERS", "broker", "names 'broker': write host:port, with commas between"),
        ("DATABASE_URL", f"postgresql://a:{SECRET}@127.0.0.1/c",
         "cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or give both beside it "
         "(PGUSER and PGPASSWORD)"),
        ("DATABASE_URL", "postgresql://a:b@c/d@127.0.0.1/c",
         "cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or give both beside it "
         "(PGUSER and PGPASSWORD)"),
    ],
)  # fmt: skip
async def test_of_a_value_that_cannot_be_used(outlets: Outlets, variable: str, value: str, words: str) -> None:
    outlets.environment(**{variable: value})

    started = outlets.start()
    _, found = settings_of(service_named("catalogue"), {})

    assert started == [f"catalogue {variable} {words}"]
    assert [one.line() for one in found if one.verdict is Verdict.WRONG] == [f"wrong     catalogue {variable} {words}"]
    assert "horse" not in "".join(started)


async def test_of_a_value_that_a_job_cannot_use(outlets: Outlets) -> None:
    outlets.environment(KAFKA_SECURITY_PROTOCOL="SASL_SLL", CATALOGUE_OWNER_DATABASE_URL=f"postgresql://a:{SECRET}@h/c")

    (topics,) = await outlets.job("topics")
    (migrated,) = await outlets.job("migrate", "catalogue")

    assert topics == (
        "KAFKA_SECURITY_PROTOCOL is not usable (input should be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'): "
        "correct it, see `referencement settings`"
    )
    assert migrated == (
        "CATALOGUE_OWNER_DATABASE_URL cannot be read: write / ? # @ % in user and password as %2F %3F %23 %40 %25, or "
        "give both beside it (PGUSER and PGPASSWORD)"
    )


@pytest.mark.parametrize("password", ["p@ss:word", "100%", "é&=+ ,;", "a[b]c\\d|e^f`g{h}", "%zz$'\""])
async def test_no_other_character_of_a_password_needs_any_care(outlets: Outlets, password: str) -> None:
    outlets.environment(DATABASE_URL=f"postgresql://a:{password}@127.0.0.1:{free_port()}/c")

    assert [one for one in await outlets.readiness() if one.startswith("database ")] == [f"database {AWAY}"]


async def test_a_pod_that_is_well_says_nothing_of_its_end(outlets: Outlets, service_database: ServiceDatabase) -> None:
    outlets.message.write_text("catalogue database is not there\n")
    outlets.environment(DATABASE_URL=await service_database("catalogue"))

    await outlets.readiness()

    assert outlets.pod_status == []
