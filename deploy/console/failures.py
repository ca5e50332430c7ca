"""What ends a command, in one line: a pod's status, a Job's log and `config check` say the same words."""

from collections.abc import Callable

from aiokafka.errors import KafkaError
from asyncpg import ClientConfigurationError, InsufficientPrivilegeError, PostgresError, UndefinedTableError
from asyncpg.exceptions import InterfaceError as DriverError
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from deploy.console.keepers import KeeperAway
from deploy.console.topic_reading import TopicSilent
from shared.delivery.shell import Unavailable
from shared.runtime.trouble import trouble_of
from shared.signing.key_ring import UnusableKey

ACCOUNTS = "migrate and rebuild need <SERVICE>_OWNER_DATABASE_URL (deploy/operations/accounts.md)."


def cause_of(error: Exception) -> str | None:
    """The cause and what to do, in one line; None: nobody foresaw this, its traceback is needed."""
    error = _driver_s(error)
    for kind, tell in _KINDS:
        if isinstance(error, kind):
            return " ".join(tell(error).split())
    return None


def _driver_s(error: Exception) -> Exception:
    """What the driver said, where SQLAlchemy wraps it."""
    if not isinstance(error, DBAPIError):
        return error
    cause: BaseException = error
    while cause.__cause__ is not None:
        cause = cause.__cause__
    return cause if isinstance(cause, Exception) else error


def _server(name: str) -> Callable[[Exception], str]:
    return lambda error: f"{name} {trouble_of(error)} ({_named(error)})"


def _named(error: Exception) -> str:
    kind, said = type(error).__name__, str(error)
    return said if kind in said else f"{kind}: {said}"


def _environment(error: Exception) -> str:
    assert isinstance(error, ValidationError)
    found = [f"{'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors()]
    return f"The environment cannot be used: {'; '.join(found)}"


_KINDS: tuple[tuple[type[Exception], Callable[[Exception], str]], ...] = (
    (UndefinedTableError, lambda _: "A database has no tables yet: run `referencement migrate` first."),
    (FileNotFoundError, lambda error: f"A file or folder is missing here, or closed to us: {error}"),
    (PermissionError, lambda error: f"A file or folder is missing here, or closed to us: {error}"),
    (
        InsufficientPrivilegeError,
        lambda error: f"The account of the database may not do that: {error}. {ACCOUNTS}",
    ),
    (KeeperAway, lambda error: f"Where roots of the journal are kept cannot be reached or refuses us: {error}"),
    (UnusableKey, lambda error: f"A signing key cannot be used: {error}"),
    (ValidationError, _environment),
    (ClientConfigurationError, lambda error: f"The address of a database cannot be read: {error}"),
    (TopicSilent, lambda error: f"A topic does not answer: {error}. Ask again when all its partitions have a leader."),
    (Unavailable, _server("A database")),
    (PostgresError, _server("A database")),
    (DriverError, _server("A database")),
    (DBAPIError, _server("A database")),
    (KafkaError, _server("A broker")),
    (OSError, _server("A server")),
)
