"""Journal entries written by an operator's command, for aggregates whose last entry does not describe their row."""

from datetime import datetime
from typing import Any

import asyncpg

from shared.base.clock import Clock
from shared.delivery.journal.entry import Entry, values_of
from shared.delivery.journal.state_digest import state_digest
from shared.delivery.recovery.installation import Installation
from shared.delivery.shell.effects import JOURNAL

AT_A_TIME = 500
ENTRIES = [name for name, _ in JOURNAL]
STANDING = (
    "SELECT t.id::text, t.dossier::text, t.state, t.version, t.entries, t.journal_head, t.body::text AS body, "
    "j.state_left, j.state AS was, j.version AS version_was FROM {table} t "
    "JOIN public.journal j ON j.aggregate = t.id AND j.entry = t.entries "
    "WHERE t.id > $1::uuid AND {chosen} ORDER BY t.id LIMIT $2 FOR UPDATE OF t"
)
UNCOVERED = "j.state_left IS NULL"
GO_ON = (
    "UPDATE {table} t SET entries = t.entries + 1, journal_head = v.hash "
    "FROM unnest($1::uuid[], $2::bytea[]) AS v(id, hash) WHERE t.id = v.id"
)
FIRST = "00000000-0000-0000-0000-000000000000"


async def cover_service(installation: Installation, service: str, by: str) -> int:
    """Cover all aggregates of a service that are not; give how many."""
    conn = await installation.connect(service)
    try:
        tables = [kind.table.name for kind in installation.service_named(service).aggregates]
        return sum([await cover(conn, table, "cover", by, installation.clock(), UNCOVERED) for table in tables])
    finally:
        await conn.close()


async def cover(conn: asyncpg.Connection, table: str, act: str, by: str, clock: Clock, chosen: str = "true") -> int:
    """Write an entry for each of the `chosen` aggregates whose last one does not say what stands; give how many."""
    last, covered = FIRST, 0
    while True:
        async with conn.transaction():
            found = await conn.fetch(STANDING.format(table=table, chosen=chosen), last, AT_A_TIME)
            rows = [_entry_of(row, act, by, clock.now()) for row in found if _differs(row)]
            await conn.copy_records_to_table("journal", records=rows, columns=ENTRIES, schema_name="public")
            await conn.execute(GO_ON.format(table=table), [row[0] for row in rows], [row[-1] for row in rows])
        covered += len(rows)
        if len(found) < AT_A_TIME:
            return covered
        last = found[-1]["id"]


def _differs(row: asyncpg.Record) -> bool:
    stands = (state_digest(row["body"]), row["state"], row["version"])
    return stands != (row["state_left"], row["was"], row["version_was"])


def _entry_of(row: asyncpg.Record, act: str, by: str, at: datetime) -> tuple[Any, ...]:
    digest = state_digest(row["body"])
    entry = Entry(
        aggregate=row["id"],
        entry=row["entries"] + 1,
        dossier=row["dossier"],
        at=at,
        door="operator",
        act=act,
        rule="",
        actor=by,
        roles="operator",
        message="",
        outcome="covered",
        state=row["state"],
        version=row["version"],
        events="",
        digest=digest,
        trace=None,
        state_found=row["state_left"],
        state_left=digest,
    )
    return (*values_of(entry), row["journal_head"], entry.hash_after(row["journal_head"]))
