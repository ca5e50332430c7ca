"""What stands in a service's tables now, as the journal's last entries must say it."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import asyncpg
import msgspec

from shared.delivery.journal.state_digest import deadline_mark, state_digest
from shared.delivery.shell.aggregate import BASE, Aggregate
from shared.runtime.service import Service

PREFETCH = 500
DEADLINES = "SELECT aggregate::text, kind, due_at, derivation::text, facts::text FROM deadlines"


async def standing_rows(conn: asyncpg.Connection, service: Service) -> AsyncIterator[dict[str, Any]]:
    """One for each aggregate, as `Standing` has them, and one for whatever else deadlines are set for.

    Within a transaction.
    """
    deadlines = await _deadlines(conn)
    for aggregate in service.aggregates:
        async for row in conn.cursor(_query(aggregate), prefetch=PREFETCH):
            yield {
                "aggregate": row["id"],
                "kind": aggregate.name,
                "entries": row["entries"],
                "hash": row["journal_head"],
                "dossier": row["dossier"],
                "state": row["state"],
                "version": row["version"],
                "digest": state_digest(row["body"]),
                "strays": strays(aggregate, row),
                "deadlines": deadlines.pop(row["id"], {}),
                "events": row["events"],
                "changed_at": row["changed_at"],
            }
    for aggregate_id, left in deadlines.items():
        yield {"aggregate": aggregate_id, "kind": "no row", "entries": 0, "hash": b"", "deadlines": left}


async def _deadlines(conn: asyncpg.Connection) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    async for row in conn.cursor(DEADLINES, prefetch=PREFETCH):
        derivation, facts = msgspec.json.decode(row["derivation"]), msgspec.json.decode(row["facts"])
        found.setdefault(row["aggregate"], {})[row["kind"]] = deadline_mark(row["due_at"], derivation, facts)
    return found


def _query(aggregate: Aggregate[Any]) -> str:
    more = "".join(f", {name}" for name in _search_columns(aggregate))
    return (
        f"SELECT id::text, dossier::text, state, version, events, entries, journal_head, changed_at, body::text{more} "
        f"FROM {aggregate.table.name} ORDER BY id"
    )


def _search_columns(aggregate: Aggregate[Any]) -> tuple[str, ...]:
    return aggregate.columns[len(BASE) :]


def strays(aggregate: Aggregate[Any], row: Mapping[str, Any]) -> list[str]:
    """Columns that are not what the body says."""
    try:
        state = aggregate.decode(row["body"])
    except msgspec.MsgspecError:
        return ["body"]
    derived = {"id": state.id} | {name: getattr(state, name) for name in _search_columns(aggregate)}
    return [name for name, value in derived.items() if _text(row[name]) != _text(value)]


def _text(value: object) -> str | None:
    return None if value is None else str(value)
