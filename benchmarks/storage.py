"""Bytes on disk: tables with their indexes, once what is dead was cleared away."""

import asyncpg

SIZES = """
SELECT c.relname AS table, pg_total_relation_size(c.oid) AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid =
c.relnamespace WHERE c.relkind = 'r' AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
"""


async def empty_database(dsn: str) -> None:
    """Drop all that any contender made."""
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute("DROP SCHEMA IF EXISTS dbos CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    finally:
        await conn.close()


async def database_bytes(dsn: str) -> dict[str, int]:
    """Bytes by table, after a vacuum: what an outbox needed for a moment only does not count."""
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute("VACUUM")
        return {row["table"]: row["bytes"] for row in await conn.fetch(SIZES)}
    finally:
        await conn.close()


async def wal_position(dsn: str) -> int:
    """Bytes of write-ahead log that the server has written since it was made."""
    conn = await asyncpg.connect(dsn)
    try:
        return int(await conn.fetchval("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn"))
    finally:
        await conn.close()
