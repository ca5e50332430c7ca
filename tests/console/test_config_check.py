"""`referencement config check`: each thing that is wrong is one line with what to do, before anything is started."""

import json
import re
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID

from deploy.brokers.topics import create_topics
from deploy.console.config.checks.broker_check import check_brokers
from deploy.console.config.checks.database_check import check_database
from deploy.console.places import service_named
from deploy.local.ports import free_port
from deploy.local.stack import LocalStack
from shared.contracts.topics import Topic
from shared.identity.local_issuer import LocalIssuer
from tests.conftest import ServiceDatabase
from tests.console.conftest import Console, Environment

CATALOGUE = service_named("catalogue")


async def said_of(dsn: str) -> list[str]:
    return [one.line() for one in await check_database(CATALOGUE, dsn)]


def changed(dsn: str, *, user: str | None = None, port: int | None = None, name: str | None = None) -> str:
    """The address with something else in it."""
    parts = urlsplit(dsn)
    place = f"{user or parts.username}:{parts.password or 'x'}@{parts.hostname}:{port or parts.port}"
    return urlunsplit(parts._replace(netloc=place, path=f"/{name}" if name else parts.path))


@pytest.fixture
async def dsn(service_database: ServiceDatabase) -> str:
    return await service_database("catalogue")


async def test_a_database_as_it_should_be_is_ok(dsn: str) -> None:
    (line,) = await said_of(dsn)

    assert line.startswith(
        ("ok        catalogue database: PostgreSQL 1", "doubtful  catalogue database runs with fsync off")
    )


async def test_a_server_that_is_not_there(dsn: str) -> None:
    assert await said_of(changed(dsn, port=free_port())) == [
        "wrong     catalogue database is not there, nobody listens: start it, or correct the address"
    ]


async def test_a_database_that_does_not_exist(dsn: str) -> None:
    assert await said_of(changed(dsn, name="nothing")) == [
        "wrong     catalogue database does not exist: create it, then run `referencement migrate catalogue`"
    ]


async def test_an_account_that_is_refused(dsn: str) -> None:
    (line,) = await said_of(changed(dsn, user="nobody_of_that_name"))

    assert line.startswith("wrong     catalogue database refuses the ")


@pytest.mark.parametrize(
    ("at", "line"),
    [
        ("0002", "wrong     catalogue database is at migration 0002, this version needs {head}: "
         "run `referencement migrate catalogue`"),
        ("9999", "doubtful  catalogue database is at migration 9999, ahead of {head}: "
         "an upgrade is under way, or was taken back; finish it"),
    ],
)  # fmt: skip
async def test_a_database_behind_or_ahead(dsn: str, at: str, line: str) -> None:
    conn = await asyncpg.connect(dsn)
    head = await conn.fetchval("SELECT version_num FROM alembic_version")
    await conn.execute("UPDATE alembic_version SET version_num = $1", at)
    await conn.close()

    assert line.format(head=head) in await said_of(dsn)


async def test_a_database_too_far_ahead(dsn: str) -> None:
    conn = await asyncpg.connect(dsn)
    await conn.execute("UPDATE alembic_version SET version_num = '9999', oldest_able = '9998'")
    await conn.close()

    told = "wrong     catalogue database is at migration 9999, too far ahead for this version"
    assert [line for line in await said_of(dsn) if line.startswith(told)]


async def test_a_server_that_is_too_old(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.diagnosis.causes.OLDEST_POSTGRESQL", 99)

    (line,) = [one for one in await said_of(dsn) if one.startswith("wrong")]

    assert re.fullmatch(r"wrong     catalogue database is PostgreSQL \d\d: 99 or newer is needed", line)


async def test_a_server_with_another_time(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.console.config.checks.database_check.time.time", lambda at=time.time: at() + 60)

    lines = [one for one in await said_of(dsn) if "clock" in one]

    assert [re.sub(r"-59 s", "-60 s", line) for line in lines] == [
        "doubtful  catalogue database has a clock -60 s apart from this one: let a time service keep both"
    ]


async def test_a_server_without_room(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    full = "DO $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
    monkeypatch.setattr("deploy.console.config.checks.database_check.SPACE", full)

    assert "wrong     catalogue database has a full disk: give it room, nothing else is needed" in await said_of(dsn)


async def test_a_database_without_tables(fresh_database: Callable[..., str]) -> None:
    assert "wrong     catalogue database has no tables: run `referencement migrate catalogue`" in await said_of(
        fresh_database()
    )


async def test_brokers_that_are_not_there() -> None:
    found = await check_brokers(f"127.0.0.1:{free_port()}", {})

    assert [one.line() for one in found] == [
        "wrong     broker is not there, nobody listens: start it, or correct the address"
    ]


async def test_brokers_that_refuse_us(local_stack: LocalStack) -> None:
    security = {"security_protocol": "SSL", "ssl_context": ssl.create_default_context()}

    found = await check_brokers(local_stack.bootstrap_servers, security)

    assert [one.line() for one in found] == [
        "wrong     broker answers, but refuses us: check KAFKA_SECURITY_PROTOCOL, credentials and certificates"
    ]


async def test_topics_that_are_missing_or_of_another_size(local_stack: LocalStack) -> None:
    servers = local_stack.bootstrap_servers
    await create_topics(servers)
    declared = (Topic("referencement.intake.v1", partitions=7), Topic("referencement.nowhere.v1"))

    found = await check_brokers(servers, {}, declared)

    assert [one.line() for one in found] == [
        "wrong     brokers: topic referencement.intake.v1 has 6 partitions, declared are 7: keys would go astray, "
        "see docs/operations/partitions.md",
        "wrong     brokers: topic referencement.nowhere.v1 is missing: run `referencement topics`",
    ]


async def test_topics_as_declared_are_ok(local_stack: LocalStack) -> None:
    await create_topics(local_stack.bootstrap_servers)

    (found,) = await check_brokers(local_stack.bootstrap_servers, {})

    assert found.line() == "ok        brokers: 1 broker, 13 topics as declared"


@pytest.fixture
def intake(environment: Environment, dsn: str, local_stack: LocalStack, tmp_path: Path) -> Environment:
    """The environment of an intake that would start."""
    environment("DATABASE_URL", dsn)
    environment("KAFKA_BOOTSTRAP_SERVERS", local_stack.bootstrap_servers)
    environment("IDENTITY_JWKS", LocalIssuer(tmp_path).jwks_uri)
    environment("IDENTITY_ISSUER", "https://issuer.example")
    environment("TRACKING_SECRET", "x" * 32)
    environment("DOCUMENT_FOLDER", str(tmp_path / "documents"))
    environment("DEMONSTRATION", "true")
    return environment


async def checked(console: Console) -> list[str]:
    """What is said of intake's settings and keys."""
    said = await console("config", "check", "--service", "intake")
    return [
        line
        for line in said.output.splitlines()
        if " intake " in line and " database" not in line and " account" not in line
    ]


@pytest.mark.usefixtures("intake")
async def test_a_demonstration_is_doubtful_and_its_keys_are_found(console: Console) -> None:
    assert await checked(console) == [
        "doubtful  intake SIGNING_KEYS_FILE is not set: whoever may write a topic may speak for its service",
        "doubtful  intake DEMONSTRATION is on, with tokens of its own making: never in production",
        "ok        intake IDENTITY_JWKS: 1 signing key",
    ]


async def test_everything_that_is_wrong_is_said_at_once(console: Console, intake: Environment, tmp_path: Path) -> None:
    for name, value in {
        "TRACKING_SECRET": "short",
        "HTTP_PORT": "70000",
        "IDENTITY_ISSUER": "https://issuer.example",
    }.items():
        intake(name, value)

    said = await console("config", "check", "--service", "intake")

    told = [line for line in said.output.splitlines() if line.startswith("wrong     intake ")]
    assert said.exit_code == 1
    assert [line for line in told if "database" not in line] == [
        "wrong     intake HTTP_PORT is not usable (input should be less than or equal to 65535): "
        "correct it, see `referencement settings`",
        "wrong     intake TRACKING_SECRET is not usable (value should have at least 32 items after validation, not 5): "
        "correct it, see `referencement settings`",
    ]  # fmt: skip


async def test_local_keys_and_a_simulated_clock_are_for_demonstrations(
    console: Console, intake: Environment, tmp_path: Path
) -> None:
    intake("DEMONSTRATION", "false")
    intake("CLOCK_FILE", str(tmp_path / "clock"))

    assert (await checked(console))[:2] == [
        "wrong     intake CLOCK_FILE is for demonstrations: unset it, or set DEMONSTRATION=true",
        "wrong     intake IDENTITY_JWKS is a local file: name the provider's https address, or set DEMONSTRATION=true",
    ]


async def test_keys_of_a_provider_that_is_away(console: Console, intake: Environment) -> None:
    intake("IDENTITY_JWKS", f"http://127.0.0.1:{free_port()}/jwks.json")

    assert (
        "wrong     intake IDENTITY_JWKS is not there, nobody listens: start it, or correct the address"
        in await checked(console)
    )


def certificate(file: Path, *, days_left: int) -> str:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "an authority")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=400)).not_valid_after(now + timedelta(days=days_left))
        .sign(key, SHA256())
    )  # fmt: skip
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    file.write_bytes(made.public_bytes(Encoding.PEM))
    return str(file)


@pytest.mark.parametrize(
    ("days_left", "beginning"),
    [(-1, "wrong     intake KAFKA_CA_FILE holds a certificate that expired on "),
     (10, "doubtful  intake KAFKA_CA_FILE holds a certificate that expires in ")],
)  # fmt: skip
async def test_a_certificate_that_has_expired_or_soon_will(
    console: Console, intake: Environment, tmp_path: Path, days_left: int, beginning: str
) -> None:
    intake("KAFKA_CA_FILE", certificate(tmp_path / "ca.pem", days_left=days_left))

    assert [line[: len(beginning)] for line in await checked(console) if "KAFKA_CA_FILE" in line] == [beginning]


async def test_a_certificate_that_is_not_mounted(console: Console, intake: Environment, tmp_path: Path) -> None:
    intake("KAFKA_CA_FILE", str(tmp_path / "missing.pem"))

    assert "wrong     intake KAFKA_CA_FILE cannot be read (FileNotFoundError): mount it in PEM form" in await checked(
        console
    )


async def test_the_console_says_what_it_cannot_see(console: Console) -> None:
    said = await console("config", "check", "--json")

    told = [json.loads(line) for line in said.output.splitlines()]
    assert {one["what"] for one in told} >= {"intake settings", "surveillance database", "machine"}
    assert [one["verdict"] for one in told if one["what"] == "intake settings"] == ["doubtful"]
