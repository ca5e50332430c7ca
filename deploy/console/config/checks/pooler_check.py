"""Whether a pooler stands between us and the database that breaks what we rely on."""

from contextlib import suppress

import asyncpg

from deploy.console.config.checks.finding import Finding, doubtful, wrong
from shared.persistence.connecting import STANDS_STILL_S, connect
from shared.persistence.transience import DATABASE_AWAY

SESSION = (
    "is reached through a pooler in transaction mode, which breaks advisory locks, LISTEN and prepared statements: set "
    "pool_mode = session for it, or connect directly"
)
UNSET = (
    "does not end transactions that stand still: a pooler drops our settings; "
    f"ALTER ROLE … SET idle_in_transaction_session_timeout = '{STANDS_STILL_S}s'"
)


async def check_pooler(conn: asyncpg.Connection, what: str, dsn: str) -> list[Finding]:
    """Session pooling and no pooler pass; transaction pooling hands one server process to two connections at once."""
    found = []
    if await _shares_processes(conn, dsn):
        found.append(wrong(what, SESSION))
    if (
        await conn.fetchval("SELECT setting::int FROM pg_settings WHERE name = 'idle_in_transaction_session_timeout'")
        == 0
    ):
        found.append(doubtful(what, UNSET))
    return found


async def _shares_processes(conn: asyncpg.Connection, dsn: str) -> bool:
    before = await _process(conn)
    other = await connect(dsn)
    try:
        async with other.transaction():
            return await _process(other) == before or await _process(conn) != before
    finally:
        with suppress(*DATABASE_AWAY):
            await other.close()


async def _process(conn: asyncpg.Connection) -> int:
    """The server process that serves a connection now. By the simple protocol, which every pooler carries."""
    found: int = await conn.fetchval("SELECT pg_backend_pid()")
    return found
