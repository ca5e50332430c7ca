"""Writes what was lived through again into the second schema, by COPY: all at first, later what has changed since."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import asyncpg

from deploy.console.awaited import Key
from deploy.console.reliving import Reliving
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.effects import DEADLINES, JOURNAL
from shared.delivery.shell.store import row_of

SCHEMA = "rebuilt"
INBOX = ("message", "aggregate")
Rows = Sequence[tuple[Any, ...]]


async def write(conn: asyncpg.Connection, past: Reliving) -> None:
    """Bring the second schema up to what was lived through."""
    changed = [(past.held[place], at) for place, at in sorted(past.changed.items()) if past.held[place].state]
    async with conn.transaction():
        for _, kind in groupby(changed, key=lambda one: one[0].aggregate.name):
            await _write_aggregates(conn, list(kind))
        await _write_deadlines(conn, past.awaited.changed, past)
        await _copy(conn, "inbox", INBOX, past.unwritten)
        await _copy(conn, "journal", [name for name, _ in JOURNAL], past.journal)
    past.changed.clear()
    past.unwritten.clear()
    past.journal.clear()
    past.awaited.changed.clear()


async def _write_aggregates(conn: asyncpg.Connection, ones: Sequence[tuple[Loaded, datetime]]) -> None:
    aggregate = ones[0][0].aggregate
    table = aggregate.table.name
    await conn.execute(
        f"DELETE FROM {SCHEMA}.{table} WHERE id = ANY($1::uuid[])", [one.id for one, _ in ones if one.stored]
    )
    await _copy(conn, table, aggregate.columns, [row_of(one, at) for one, at in ones])
    for one, _ in ones:
        one.stored = True


async def _write_deadlines(conn: asyncpg.Connection, changed: Collection[Key], past: Reliving) -> None:
    if not changed:
        return
    await conn.execute(
        f"DELETE FROM {SCHEMA}.deadlines d USING unnest($1::uuid[], $2::text[]) AS c(aggregate, kind) "
        "WHERE (d.aggregate, d.kind) = (c.aggregate, c.kind)",
        [aggregate for aggregate, _ in changed],
        [kind for _, kind in changed],
    )
    rows = [past.awaited.rows[key] for key in changed if key in past.awaited.rows]
    await _copy(conn, "deadlines", [name for name, _ in DEADLINES], rows)


async def _copy(conn: asyncpg.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    if rows:
        await conn.copy_records_to_table(table, records=rows, columns=columns, schema_name=SCHEMA)
