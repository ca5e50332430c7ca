"""Fills tables quickly: every row that is there, so many times more, under ids of its own.

Whatever the tables look like: UUIDs become others (the same one everywhere the same other one, so that rows still
belong together), documents that quote a UUID of their row quote the new one; all else stays as it is.
"""

from collections.abc import Sequence

import asyncpg

COLUMNS = """
SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type FROM pg_attribute a
WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attidentity = '' AND a.attgenerated = ''
ORDER BY a.attnum
"""
SECONDARY = """
SELECT pg_get_indexdef(i.indexrelid) AS definition, i.indexrelid::regclass::text AS name FROM pg_index i
WHERE i.indrelid = $1::regclass AND NOT i.indisunique
"""
QUOTING = ("jsonb", "json")


async def multiply(dsn: str, tables: Sequence[str], times: int) -> None:
    """Make `times` rows of each row. Secondary indexes are made anew at the end, which is quicker."""
    conn = await asyncpg.connect(dsn, server_settings={"synchronous_commit": "off", "maintenance_work_mem": "256MB"})
    try:
        for table in tables:
            indexes = await conn.fetch(SECONDARY, table)
            for index in indexes:
                await conn.execute(f"DROP INDEX {index['name']}")
            await conn.execute(await _statement(conn, table), times - 1)
            for index in indexes:
                await conn.execute(index["definition"])
        await conn.execute("VACUUM ANALYZE")
    finally:
        await conn.close()


async def _statement(conn: asyncpg.Connection, table: str) -> str:
    columns = {row["name"]: row["type"] for row in await conn.fetch(COLUMNS, table)}
    ids = [name for name, kind in columns.items() if kind == "uuid"]
    values = ", ".join(_value(name, kind, ids) for name, kind in columns.items())
    names = ", ".join(f'"{name}"' for name in columns)
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} r, generate_series(1, $1::int) AS n"


def _value(name: str, kind: str, ids: Sequence[str]) -> str:
    if kind == "uuid":
        return _other(name)
    if kind not in QUOTING:
        return f'r."{name}"'
    text = f'r."{name}"::text'
    for id_ in ids:
        text = f"""coalesce(replace({text}, r."{id_}"::text, {_other(id_)}::text), {text})"""
    return f"{text}::{kind}"


def _other(name: str) -> str:
    """Another UUID, which the same UUID and number always give."""
    return f"""md5(r."{name}"::text || n)::uuid"""
