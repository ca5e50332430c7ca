"""Connections to the service's own database."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

CONNECT_S = 5.0
COMMAND_S = 10.0
READ_S = 5.0
STANDS_STILL_S = 20
"""A process that stands still (frozen, or its machine gone) loses its transaction, and a relay its shards: their locks
would else hold up the other replicas until it ends. Longer than a send to the brokers may take."""
BROKEN_OFF = (
    OSError, asyncio.CancelledError, asyncpg.InterfaceError, asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError, asyncpg.OperatorInterventionError,
)  # fmt: skip
"""After these a connection may be busy with its statement, or its server about to hang up."""
PARAMETERS = {
    "application_name": "referencement",
    "jit": "off",
    "timezone": "UTC",
    "idle_in_transaction_session_timeout": str(STANDS_STILL_S * 1000),
}


async def open_pool(dsn: str, largest: int) -> asyncpg.Pool:
    """A pool that needs no server to be there yet: connections are made when first asked for.

    Connections go back as they are: nobody leaves anything on them, and asyncpg's reset is a round trip per batch.
    """
    return await asyncpg.create_pool(
        dsn, min_size=0, max_size=largest, timeout=CONNECT_S, command_timeout=COMMAND_S, server_settings=PARAMETERS,
        reset=_leave_as_it_is,
    )  # fmt: skip


async def _leave_as_it_is(_: asyncpg.Connection) -> None:
    """Transactions end before a connection goes back, and session settings are the same for all."""


async def connect(dsn: str) -> asyncpg.Connection:
    """One connection of one's own."""
    return await asyncpg.connect(dsn, timeout=CONNECT_S, command_timeout=COMMAND_S, server_settings=PARAMETERS)


async def connect_relay(dsn: str) -> asyncpg.Connection:
    """The relay's connection. It only deletes what was sent: should a crash undo that, rows go out again, no harm."""
    conn = await connect(dsn)
    await conn.execute(f"SET synchronous_commit = off; SET idle_session_timeout = '{STANDS_STILL_S}s'")
    return conn


def engine_of(dsn: str, connecting: Mapping[str, Any] | None = None, **options: Any) -> AsyncEngine:  # noqa: ANN401
    """SQLAlchemy on the same database, reached in the same way: TLS parameters, several hosts and PG… variables as in
    every other connection, which SQLAlchemy's own reading of an address knows nothing of."""
    return create_async_engine(
        "postgresql+asyncpg://",
        async_creator=lambda: asyncpg.connect(dsn, **({"timeout": CONNECT_S} | dict(connecting or {}))),
        **options,
    )


@asynccontextmanager
async def lent(pool: asyncpg.Pool, timeout: float | None = None) -> AsyncIterator[asyncpg.Connection]:  # noqa: ASYNC109
    """A connection of the pool, as every use of one takes it. One whose statement was broken off (a time limit, a lost
    server) does not go back: where the server cannot be told, it stays busy with it, and the next user would fail.
    """
    async with _used(pool, await _acquired(pool, timeout)) as conn:
        yield conn


@asynccontextmanager
async def connected(pool: asyncpg.Pool) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the pool. ConnectionError: whatever keeps us from one (a password, a database being restored)."""
    try:
        acquired = await _acquired(pool, CONNECT_S)
    except Exception as error:
        raise ConnectionError(repr(error)) from error
    try:
        async with _used(pool, acquired) as conn:
            yield conn
    except TimeoutError:  # a connection that died without a word seldom died alone
        await pool.expire_connections()
        raise


async def _acquired(pool: asyncpg.Pool, timeout: float | None) -> asyncpg.Connection:  # noqa: ASYNC109
    """asyncpg's own time limit would make a task for each connection that it lends."""
    async with asyncio.timeout(timeout):
        return await pool.acquire()


@asynccontextmanager
async def _used(pool: asyncpg.Pool, conn: asyncpg.Connection) -> AsyncIterator[asyncpg.Connection]:
    try:
        yield conn
    except BROKEN_OFF:
        conn.terminate()
        raise
    finally:
        await pool.release(conn)
