"""The statements of the hot path: arrays in, one round trip a table, whatever the size of the batch."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import asyncpg

from shared.delivery.aggregates import Aggregate, Held
from shared.delivery.memory import forgotten
from shared.delivery.transience import BadValue

Rows = Sequence[tuple[Any, ...]]
Columns = Sequence[tuple[str, str]]
"""Name and type of each."""
MANY = 4
"""So many rows pay for the second round trip of a COPY."""


class Conn(Protocol):
    """What we use of an asyncpg connection, pooled or not."""

    async def execute(self, query: str, /, *args: Any) -> str: ...  # noqa: ANN401
    async def fetch(self, query: str, /, *args: Any) -> list[Any]: ...  # noqa: ANN401
    async def copy_records_to_table(self, table: str, /, *, records: Rows, columns: Sequence[str]) -> str: ...
    async def fetchval(self, query: str, /, *args: Any) -> Any: ...  # noqa: ANN401


class CreatedElsewhere(Exception):
    """Another transaction created the same aggregate, or answered the same command, a moment ago: try again."""


def _placeholders(types: Sequence[str]) -> str:
    return ", ".join(f"${i}::{kind}[]" for i, kind in enumerate(types, 1))


async def insert(conn: Conn, table: str, columns: Columns, rows: Rows, *, then: str = "") -> None:
    """Insert rows by column arrays, with what to do where one is there already."""
    if not rows:
        return
    names = ", ".join(f'"{name}"' for name, _ in columns)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT * FROM unnest({_placeholders([kind for _, kind in columns])}) {then}"
    )
    await conn.execute(statement, *map(list, zip(*rows, strict=True)))


async def append(conn: Conn, table: str, columns: Columns, rows: Rows) -> None:
    """Add rows, many of them by COPY: at half the cost of an insert on both sides, but with a round trip more.

    CreatedElsewhere: one of them is there by now. BadValue: one holds what its column cannot.
    """
    try:
        if len(rows) < MANY:
            await insert(conn, table, columns, rows)
        else:
            await conn.copy_records_to_table(table, records=rows, columns=[name for name, _ in columns])
    except asyncpg.UniqueViolationError as error:
        raise CreatedElsewhere(table) from error
    except (OverflowError, TypeError, ValueError) as error:  # raised while encoding; for a query, asyncpg wraps them
        raise BadValue(str(error)) from error


async def unseen(conn: Conn, pairs: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Write (message, aggregate) pairs into the inbox; give those that were never taken."""
    if not pairs:
        return set()
    found = await conn.fetch(
        "WITH new AS (INSERT INTO inbox (message, aggregate) SELECT * FROM unnest($1::uuid[], $2::uuid[]) "
        "ON CONFLICT DO NOTHING RETURNING message, aggregate) "
        "SELECT place FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS asked (message, aggregate, place) "
        "WHERE (message, aggregate) NOT IN (SELECT message, aggregate FROM new)",
        [message for message, _ in pairs],
        [aggregate for _, aggregate in pairs],
    )
    known = {row["place"] - 1 for row in found}
    new = {pair for place, pair in enumerate(pairs) if place not in known}
    return new - await forgotten(conn, new)


async def still_set(conn: Conn, deadlines: Sequence[str]) -> set[str]:
    """Take due deadlines off the table; give the ids of those that were still set."""
    if not deadlines:
        return set()
    found = await conn.fetch("DELETE FROM deadlines WHERE id = ANY($1::uuid[]) RETURNING id", list(deadlines))
    return {str(row["id"]) for row in found}


async def still_parked(conn: Conn, records: Sequence[str]) -> set[str]:
    """Lock parked records for redrive; give the ids of those that are still parked."""
    if not records:
        return set()
    found = await conn.fetch(
        "SELECT id FROM parked WHERE id = ANY($1::uuid[]) AND status = 'parked' FOR UPDATE", list(records)
    )
    return {str(row["id"]) for row in found}


async def parked_keys(conn: Conn, keys: Iterable[bytes]) -> set[bytes]:
    """Which record keys have a parked record: what follows them must wait behind it."""
    wanted = sorted(set(keys))
    if not wanted:
        return set()
    found = await conn.fetch(
        "SELECT DISTINCT key FROM parked WHERE status = 'parked' AND key = ANY($1::bytea[])", wanted
    )
    return {row["key"] for row in found}


async def lock(conn: Conn, aggregate: Aggregate[Any], ids: Iterable[str]) -> dict[str, Held]:
    """Load aggregates with their rows locked, in id order; those not there come back empty."""
    wanted = sorted(set(ids))
    held = {id_: Held(aggregate, id_) for id_ in wanted}
    found = await conn.fetch(
        f"SELECT id, version, events, entries, journal_head, body::text FROM {aggregate.table.name} "
        "WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE",
        wanted,
    )
    for row in found:
        one = held[str(row["id"])]
        one.state = aggregate.decode(row["body"])
        one.version, one.events, one.entries = row["version"], row["events"], row["entries"]
        one.journal_head, one.stored = row["journal_head"], True
    return held


async def save(conn: Conn, aggregate: Aggregate[Any], held: Sequence[Held], now: object) -> None:
    """Write the aggregates that the batch changed. CreatedElsewhere: a new one exists by now."""
    fresh = [row_of(one, now) for one in held if not one.stored]
    known = [row_of(one, now) for one in held if one.stored]
    columns = list(zip(aggregate.columns, aggregate.column_types, strict=True))
    table = aggregate.table.name
    await append(conn, table, columns, fresh)
    if known:
        names = aggregate.columns
        sets = ", ".join(f"{name} = v.{name}" for name in names if name != "id")
        await conn.execute(
            f"UPDATE {table} t SET {sets} FROM unnest({_placeholders(aggregate.column_types)}) "
            f"AS v({', '.join(names)}) WHERE t.id = v.id",
            *map(list, zip(*known, strict=True)),
        )


def row_of(held: Held, now: object) -> tuple[Any, ...]:
    """The aggregate's row, its values in the order of its columns."""
    state = held.state
    base = (
        held.id, state.dossier, str(state.state), held.version, held.events, held.entries,
        held.journal_head, held.aggregate.encode(state), now,
    )  # fmt: skip
    extra = (getattr(state, name) for name in held.aggregate.columns[len(base) :])
    return (*base, *(str(value) if isinstance(value, str) else value for value in extra))
