"""What somebody can do who owns a database's tables: take the guard off, and write into the journal."""

import asyncpg

from shared.persistence.rights import APPEND_ONLY, GUARD


async def unguard(pool: asyncpg.Pool | asyncpg.Connection) -> None:
    """Let tests tamper: without this the database refuses."""
    for table in APPEND_ONLY:
        await pool.execute(f"ALTER TABLE {table} DISABLE TRIGGER {GUARD}")
