"""What ends a command is one line that names the cause and what to do; a traceback only where nobody foresaw it."""

import asyncpg
import pytest
from aiokafka.errors import GroupAuthorizationFailedError
from sqlalchemy.exc import DBAPIError

from deploy.console.error_notes import naming
from deploy.console.failures import one_line
from deploy.local.external import External
from shared.delivery.recovery.topic_reader import TopicSilent
from shared.persistence.address import account_of
from shared.persistence.migrating import migrate
from shared.runtime.kafka_settings import KafkaSecuritySettings
from shared.signing.key_ring import UnusableKey
from tests.console.test_rights import CATALOGUE

ADDRESS = "postgresql://a:5433,[fd00::1]:5433/intake?sslmode=verify-full"


def wrapped(error: Exception) -> Exception:
    """As SQLAlchemy wraps what the driver raises."""
    try:
        raise DBAPIError("SELECT 1", None, error) from error
    except DBAPIError as found:
        return found


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            asyncpg.InvalidPasswordError("no\nway"),
            "database refuses the password: put the right one into DATABASE_URL and restart "
            "(InvalidPasswordError: no way)",
        ),
        (
            wrapped(asyncpg.InvalidCatalogNameError("x")),
            "database does not exist: create it, then run `referencement migrate` (InvalidCatalogNameError: x)",
        ),
        (
            GroupAuthorizationFailedError("g"),
            "broker denies a consumer group: grant rights to our user ([Error 30] GroupAuthorizationFailedError: g)",
        ),
        (
            ConnectionRefusedError("111"),
            "server is not there, nobody listens: start it, or correct the address (ConnectionRefusedError: 111)",
        ),
        (UnusableKey("ring.json: no keys"), "A signing key cannot be used: ring.json: no keys"),
        (
            TopicSilent("t: no records"),
            "A topic does not answer: t: no records. Ask again when all its partitions have a leader.",
        ),
    ],
)  # fmt: skip
def test_a_failure_is_told_in_one_line(error: Exception, said: str) -> None:
    assert one_line(error) == said


def test_the_server_is_named_where_somebody_said_which() -> None:
    with pytest.raises(asyncpg.CannotConnectNowError) as refused, naming("intake database"):
        raise asyncpg.CannotConnectNowError("x")

    assert one_line(refused.value) == "intake database is starting or stopping: wait (CannotConnectNowError: x)"


def test_a_variable_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAFKA_SECURITY_PROTOCOL", "TLS")

    with pytest.raises(ValueError) as refused:  # noqa: PT011  # pydantic's own kind of it
        KafkaSecuritySettings()

    assert one_line(refused.value) == (
        "KAFKA_SECURITY_PROTOCOL is not usable (input should be 'PLAINTEXT', 'SSL', 'SASL_PLAINTEXT' or 'SASL_SSL'): "
        "correct it, see `referencement settings`"
    )


async def test_so_does_a_migration_that_cannot_read_its_address() -> None:
    with pytest.raises(DBAPIError) as refused:
        await migrate("nonsense", CATALOGUE.migrations)

    told = one_line(refused.value)
    assert told
    assert told.startswith("database has an address that cannot be used (invalid DSN")


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    assert one_line(KeyError("x")) is None


def test_account_and_password_stand_beside_an_address_as_they_are() -> None:
    beside = {
        "INTAKE_READER_DATABASE_URL": ADDRESS,
        "INTAKE_READER_DATABASE_USER": "in@take",
        "INTAKE_READER_DATABASE_PASSWORD": "p:@/%#é",
    }

    found = External(beside).reader_database_url("intake")

    assert found == ("postgresql://in%40take:p%3A%40%2F%25%23%C3%A9@a:5433,[fd00::1]:5433/intake?sslmode=verify-full")
    assert account_of(found) == "in@take"
    assert External(beside).own_database_url("intake") is None


def test_an_address_that_names_an_account_keeps_it() -> None:
    beside = {"INTAKE_DATABASE_URL": "postgresql://me@a/intake", "INTAKE_DATABASE_USER": "you"}

    assert External(beside).own_database_url("intake") == "postgresql://me@a/intake"
    assert account_of(ADDRESS) is None
