"""What somebody can do who owns a database's tables: take the guard off, and write into the journal."""

import asyncpg

from shared.persistence.rights import GUARD


async def unguard(pool: asyncpg.Pool | asyncpg.Connection) -> None:
    """Let tests tamper: without this the database refuses."""
    guarded = await pool.fetch(
        "SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = $1 AND tgenabled <> 'D'", GUARD
    )
    for table in guarded:
        await pool.execute(f"ALTER TABLE {table['name']} DISABLE TRIGGER {GUARD}")
