"""What ends a command, in one line: a pod's status, a Job's log, readiness and `config check` say the same words."""

import asyncio
from collections.abc import Callable

from aiokafka.errors import KafkaConnectionError, KafkaError, KafkaTimeoutError
from asyncpg import PostgresError, UndefinedTableError
from asyncpg.exceptions import InterfaceError as DriverError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from deploy.console.error_notes import named_in
from deploy.console.journal.anchor_stores import KeeperAway
from shared.delivery.recovery.topic_reader import TopicSilent
from shared.delivery.shell.transaction import Unavailable
from shared.diagnosis.broker_causes import broker_cause
from shared.diagnosis.causes import cause_of
from shared.persistence.address import UnreadableAddress
from shared.runtime.settings_trouble import Unusable, unusable_settings
from shared.signing.key_ring import UnusableKey

KNOCKS_FOR_S = 2.0
Brokers = Callable[[], tuple[str, dict[str, object]]]
"""Where the brokers are and how to reach them, should that be needed."""


def one_line(error: Exception, brokers: Brokers | None = None) -> str | None:
    """The cause and what to do; None: nobody foresaw this, its traceback is needed.

    Brokers are asked themselves where a client says the same of one that is away and of one that refuses it.
    """
    if brokers and isinstance(error, (KafkaConnectionError, KafkaTimeoutError)):
        servers, security = brokers()
        return "broker " + asyncio.run(broker_cause(servers, security, error, KNOCKS_FOR_S))
    named, error = named_in(error), _driver_s(error)
    for kind, tell in _KINDS:
        if isinstance(error, kind):
            return " ".join(tell(error, named).split())
    return None


def _driver_s(error: Exception) -> Exception:
    """What the driver said, where SQLAlchemy wraps it."""
    if not isinstance(error, DBAPIError):
        return error
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return cause if isinstance(cause, Exception) else error


def _server(name: str) -> Callable[[Exception, str], str]:
    return lambda error, named: f"{named or name} {cause_of(error, _service(named))} ({_said(error)})"


def _said(error: Exception) -> str:
    kind, said = type(error).__name__, str(error)
    return said if kind in said else f"{kind}: {said}"


def _without_tables(error: Exception, named: str) -> str:
    return f"{named or 'database'} {cause_of(error, _service(named))}"


def _service(named: str) -> str:
    """Of `intake database`."""
    return named.partition(" ")[0]


def _environment(error: Exception, _: str) -> str:
    assert isinstance(error, (ValidationError, ValueError))
    return "; ".join(unusable_settings(error))


def _file(error: Exception, _: str) -> str:
    return f"A file or folder is missing here, or closed to us: {error}"


_KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Exception, str], str]], ...] = (
    (UndefinedTableError, _without_tables),
    (FileNotFoundError, _file),
    (PermissionError, _file),
    (KeeperAway, lambda error, _: f"Where roots of the journal are kept cannot be reached or refuses us: {error}"),
    (UnusableKey, lambda error, _: f"A signing key cannot be used: {error}"),
    (Unusable, _environment),
    (UnreadableAddress, lambda error, _: str(error)),
    (
        TopicSilent,
        lambda error, _: f"A topic does not answer: {error}. Ask again when all its partitions have a leader.",
    ),
    (Unavailable, _server("database")),
    (PostgresError, _server("database")),
    (DriverError, _server("database")),
    (DBAPIError, _server("database")),
    (KafkaError, _server("broker")),
    (OSError, _server("server")),
)
