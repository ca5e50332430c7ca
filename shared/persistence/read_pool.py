"""The connections that reads use: single statements without a transaction, one round trip each."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

import asyncpg

from shared.persistence.connecting import BROKEN_OFF, CONNECT_S, PARAMETERS, READ_S
from shared.persistence.statements import Query
from shared.persistence.transience import BadValue, is_bad_value, is_transient

log = logging.getLogger(__name__)
LONGEST_WAIT_S = 2 * READ_S
"""For a connection of the pool and all that is asked on it."""


class Away(Exception):
    """The database cannot be reached, refuses, is busy or silent: the same may succeed later."""


class _NotConnected(ConnectionError):
    """There is no connection to be had."""


_DIED = (
    ConnectionError, asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError, asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)  # fmt: skip
"""How a pooled connection shows that its other end is gone."""


_OPERATORS_MEND = (asyncpg.InsufficientPrivilegeError, asyncpg.PostgresSystemError)
"""Rights not granted yet, disks that fail: no reader's fault, and it passes once somebody has seen to it."""


class Row(asyncpg.Record):  # type: ignore[misc]  # asyncpg is untyped
    """One row; its columns are its attributes. A `body` is the stored JSON text."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # as the column's type
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None


class ReadPool:
    """Reads of one service's database.

    No pre-ping and no BEGIN: a statement by itself is its own transaction, and a pooled connection that died is found
    out by using it, which is then done once more on a new one. asyncpg keeps the statements of a connection prepared.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def fetch(self, query: Query, **values: object) -> Sequence[Row]:
        """The rows of a query. Away; BadValue: the database can make nothing of a value."""
        return (await self.fetch_all((query, values)))[0]

    async def fetch_all(self, *asked: tuple[Query, dict[str, object]]) -> list[Sequence[Row]]:
        """The rows of several queries, one after the other on one connection. Away; BadValue."""
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                return await self._fetched(asked)
        except TimeoutError as error:  # a connection that died without a word seldom died alone
            await self._pool.expire_connections()
            raise Away(repr(error)) from error
        except Exception as error:
            if is_bad_value(error) or isinstance(error, ValueError):  # refused by the server, or not even sent
                raise BadValue(str(error)) from error
            if is_transient(error) or isinstance(error, asyncpg.InterfaceError):
                raise Away(repr(error)) from error
            if isinstance(error, _OPERATORS_MEND):
                log.error("the database refuses reads", extra={"error": repr(error)})
                raise Away(repr(error)) from error
            raise

    async def _fetched(self, asked: Sequence[tuple[Query, dict[str, object]]]) -> list[Sequence[Row]]:
        try:
            return await self._on_one_connection(asked)
        except _DIED as error:
            if isinstance(error, (ValueError, _NotConnected)):
                raise
        await self._pool.expire_connections()
        return await self._on_one_connection(asked)

    async def close(self) -> None:
        """Close all connections; those that do not answer, the hard way."""
        try:
            async with asyncio.timeout(CONNECT_S):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()

    async def _on_one_connection(self, asked: Sequence[tuple[Query, dict[str, object]]]) -> list[Sequence[Row]]:
        try:
            conn = await self._pool.acquire()
        except Exception as error:  # refused, a wrong password, no such database, too many connections
            raise _NotConnected(repr(error)) from error
        try:
            return [await conn.fetch(query.sql, *query.arguments(values)) for query, values in asked]
        except BROKEN_OFF:
            conn.terminate()
            raise
        finally:
            await self._pool.release(conn)


async def open_read_pool(dsn: str, largest: int = 8) -> ReadPool:
    """Needs no server to be there yet, and is impatient: nobody waits long for a page."""
    pool = await asyncpg.create_pool(
        dsn, min_size=0, max_size=largest, timeout=CONNECT_S, command_timeout=READ_S, server_settings=PARAMETERS,
        max_cached_statement_lifetime=0, record_class=Row, reset=_leave_as_it_is,
    )  # fmt: skip
    return ReadPool(pool)


async def _leave_as_it_is(_: asyncpg.Connection) -> None:
    """Nothing is left on a connection that only reads."""
