"""Which failures pass by themselves, and which are the message's own fault."""

import asyncpg


class BadValue(Exception):
    """The database cannot store a value of the message (a NUL in a text, a number out of range)."""


DATABASE_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
"""What a loop gets over by trying later. The last: a connection that the server ended in the middle of a statement."""
_TRANSIENT = (
    OSError,  # includes ConnectionError and TimeoutError
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InternalClientError,
    asyncpg.IdleInTransactionSessionTimeoutError,
    asyncpg.UndefinedTableError,  # not migrated yet, or too far for this version
    asyncpg.UndefinedColumnError,  # the same
)
_BAD_VALUE = (
    BadValue,
    asyncpg.DataError,
    asyncpg.IntegrityConstraintViolationError,
    asyncpg.ProgramLimitExceededError,  # too long for an index row, too deep or too long for jsonb
)


def is_transient(error: BaseException) -> bool:
    """True: trying the same again later can succeed."""
    return isinstance(error, _TRANSIENT)


def is_bad_value(error: BaseException) -> bool:
    """True: the same message will fail for ever, others will not."""
    return isinstance(error, _BAD_VALUE)
