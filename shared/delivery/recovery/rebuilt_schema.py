"""Writes what was replayed into memory into a second schema, by COPY: all at first, later what has changed since."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import asyncpg

from shared.delivery.recovery.memory_target import MemoryTarget
from shared.delivery.recovery.pending_deadlines import Key
from shared.delivery.schema.base import names_of
from shared.delivery.schema.messages import InboxRow
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.effects import DEADLINES, JOURNAL
from shared.delivery.shell.store import row_of

SCHEMA = "rebuilt"
INBOX = names_of(InboxRow)
Rows = Sequence[tuple[Any, ...]]


async def write(conn: asyncpg.Connection, replayed: MemoryTarget) -> None:
    """Bring the second schema up to what was replayed."""
    ones = [(replayed.loaded[place], at) for place, at in sorted(replayed.changed.items())]
    changed = [(one, at) for one, at in ones if one.state]
    async with conn.transaction():
        for _, kind in groupby(changed, key=lambda one: one[0].aggregate.name):
            await _write_aggregates(conn, list(kind))
        await _write_deadlines(conn, replayed.deadlines.changed, replayed)
        await _copy(conn, "inbox", INBOX, replayed.unwritten)
        await _copy(conn, "journal", [name for name, _ in JOURNAL], replayed.journal)
    replayed.changed.clear()
    replayed.unwritten.clear()
    replayed.journal.clear()
    replayed.deadlines.changed.clear()


async def _write_aggregates(conn: asyncpg.Connection, ones: Sequence[tuple[Loaded, datetime]]) -> None:
    aggregate = ones[0][0].aggregate
    table = aggregate.table.name
    await conn.execute(
        f"DELETE FROM {SCHEMA}.{table} WHERE id = ANY($1::uuid[])", [one.id for one, _ in ones if one.stored]
    )
    await _copy(conn, table, aggregate.columns, [row_of(one, at) for one, at in ones])
    for one, _ in ones:
        one.stored = True


async def _write_deadlines(conn: asyncpg.Connection, changed: Collection[Key], replayed: MemoryTarget) -> None:
    if not changed:
        return
    await conn.execute(
        f"DELETE FROM {SCHEMA}.deadlines d USING unnest($1::uuid[], $2::text[]) AS c(aggregate, kind) "
        "WHERE (d.aggregate, d.kind) = (c.aggregate, c.kind)",
        [aggregate for aggregate, _ in changed],
        [kind for _, kind in changed],
    )
    rows = [replayed.deadlines.rows[key] for key in changed if key in replayed.deadlines.rows]
    await _copy(conn, "deadlines", [name for name, _ in DEADLINES], rows)


async def _copy(conn: asyncpg.Connection, table: str, columns: Sequence[str], rows: Rows) -> None:
    if rows:
        await conn.copy_records_to_table(table, records=rows, columns=columns, schema_name=SCHEMA)
