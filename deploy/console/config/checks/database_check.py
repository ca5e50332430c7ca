"""The database of a service."""

import time
from collections.abc import Iterator

import asyncpg

from deploy.console.config.checks.finding import Finding, doubtful, ok, wrong
from deploy.console.config.checks.pooler_check import check_pooler
from shared.diagnosis.causes import ahead_cause, cause_of, clock_cause, migration_cause, version_cause
from shared.persistence.connecting import connect
from shared.persistence.revision import AT, head
from shared.runtime.service import Service

FACTS = """
SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_version') AS version,
    current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS replica,
    current_setting('max_connections')::int AS most, current_setting('fsync') AS fsync,
    extract(epoch FROM clock_timestamp())::float8 AS clock,
    (SELECT sum(numbackends) FROM pg_stat_database) AS used
"""
SPACE = "CREATE TEMP TABLE room ON COMMIT DROP AS SELECT repeat('x', 1000) AS some FROM generate_series(1, 1000)"
FULL = 0.85


async def check_database(service: Service, dsn: str) -> list[Finding]:
    """Reachable, of the right version, writable, with room, at our migration, of the same time."""
    what = f"{service.name} database"
    try:
        conn = await connect(dsn)
    except Exception as error:
        return [wrong(what, cause_of(error, service.name))]
    try:
        facts = await conn.fetchrow(FACTS)
        skew = facts["clock"] - time.time()
        found = [
            *_of_server(what, facts, skew),
            *await check_pooler(conn, what, dsn),
            *await _room(conn, what),
            *await _migration(conn, what, service),
        ]
        told = f"PostgreSQL {facts['version']}, migration {head(service.migrations)}, clock {abs(skew):.2f} s apart"
        return found or [ok(what, told)]
    finally:
        await conn.close()


def _of_server(what: str, facts: asyncpg.Record, skew: float) -> Iterator[Finding]:
    if trouble := version_cause(facts["major"]):
        yield wrong(what, trouble)
    if facts["encoding"] != "UTF8":
        yield wrong(what, f"is encoded in {facts['encoding']}: create it with ENCODING 'UTF8'")
    if facts["replica"]:
        yield wrong(what, "is a read-only replica: point DATABASE_URL at the primary")
    if facts["fsync"] == "off":
        yield doubtful(what, "runs with fsync off: a crash of the machine loses what was accepted; set fsync = on")
    if trouble := clock_cause(skew):
        yield doubtful(what, trouble)
    if facts["used"] > FULL * facts["most"]:
        yield doubtful(what, f"has given out {facts['used']} of {facts['most']} connections: raise max_connections")


async def _room(conn: asyncpg.Connection, what: str) -> list[Finding]:
    """A megabyte, written and thrown away."""
    try:
        async with conn.transaction():
            await conn.execute(SPACE)
    except asyncpg.PostgresError as error:
        return [wrong(what, cause_of(error))]
    return []


async def _migration(conn: asyncpg.Connection, what: str, service: Service) -> list[Finding]:
    there = await conn.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL")
    at, oldest_able = (await conn.fetchrow(AT) if there else None) or (None, None)
    needed = head(service.migrations)
    if trouble := migration_cause(at, needed, service.name, oldest_able):
        return [wrong(what, trouble)]
    return [doubtful(what, ahead)] if (ahead := ahead_cause(at, needed)) else []
