"""The statements of the hot path: one round trip for all that a small batch writes."""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple, Protocol

import asyncpg

from shared.delivery.schema.base import Columns
from shared.delivery.shell.aggregate import Aggregate, Loaded
from shared.persistence.transience import BadValue

Rows = Sequence[tuple[Any, ...]]
NUMBER = re.compile(r"\$(\d+)")
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


class Statement(NamedTuple):
    """SQL with its arguments, numbered from $1 on."""

    sql: str
    arguments: tuple[Any, ...]


class Addition(NamedTuple):
    """Rows that are new in a table."""

    table: str
    columns: Columns
    rows: Rows


def insertion(addition: Addition, *, then: str = "") -> list[Statement]:
    """Insert rows, with what to do where one is there already. Without rows, nothing to do.

    One row by its values, several by column arrays: an array costs more on both sides than the value that it holds.
    """
    table, columns, rows = addition
    if not rows:
        return []
    sql = _inserting(table, columns, then, several=len(rows) > 1)
    return [Statement(sql, _arguments(rows))]


def _arguments(rows: Rows) -> tuple[Any, ...]:
    """The values of one row, or of several the columns."""
    return tuple(rows[0]) if len(rows) == 1 else tuple(map(list, zip(*rows, strict=True)))


@lru_cache(maxsize=256)
def _inserting(table: str, columns: Columns, then: str, *, several: bool) -> str:
    names = ", ".join(f'"{name}"' for name, _ in columns)
    source = f"SELECT * FROM unnest({_arrays(columns)})" if several else f"VALUES ({_values(columns)})"
    return f"INSERT INTO {table} ({names}) {source} {then}"


@lru_cache(maxsize=256)
def _updating(table: str, columns: Columns, *, several: bool) -> str:
    """All columns of the rows with the ids in the first column."""
    (id_, _), *others = columns
    if several:
        sets = ", ".join(f"{name} = v.{name}" for name, _ in others)
        names = ", ".join(name for name, _ in columns)
        return f"UPDATE {table} t SET {sets} FROM unnest({_arrays(columns)}) AS v({names}) WHERE t.{id_} = v.{id_}"
    sets = ", ".join(f"{name} = ${place}::{kind}" for place, (name, kind) in enumerate(others, 2))
    return f"UPDATE {table} SET {sets} WHERE {id_} = $1::uuid"


def _arrays(columns: Columns) -> str:
    return ", ".join(f"${place}::{kind}[]" for place, (_, kind) in enumerate(columns, 1))


def _values(columns: Columns) -> str:
    return ", ".join(f"${place}::{kind}" for place, (_, kind) in enumerate(columns, 1))


@lru_cache(maxsize=512)
def _as_one(statements: tuple[str, ...]) -> str:
    """One statement of several, their arguments numbered on. All see the same moment: none may need another's rows."""
    numbered: list[str] = []
    arguments = 0
    for sql in statements:
        numbered.append(_numbered_on(sql, arguments))
        arguments += len(set(NUMBER.findall(sql)))
    *others, last = numbered
    named = ", ".join(f"w{place} AS ({sql})" for place, sql in enumerate(others))
    return f"WITH {named} {last}" if named else last


def _numbered_on(sql: str, by: int) -> str:
    return NUMBER.sub(lambda number: f"${int(number[1]) + by}", sql)


async def write(conn: Conn, additions: Sequence[Addition], changes: Sequence[Statement] = ()) -> None:
    """Write rows: many of one table by COPY, at half the cost of an insert on both sides; all others in one round trip.

    CreatedElsewhere: one of them is there by now. BadValue: one holds what its column cannot.
    """
    try:
        few = list(changes)
        for one in additions:
            if len(one.rows) < MANY:
                few += insertion(one)
            else:
                await conn.copy_records_to_table(one.table, records=one.rows, columns=[name for name, _ in one.columns])
        if few:
            sql = _as_one(tuple(one.sql for one in few))
            await conn.execute(sql, *chain.from_iterable(one.arguments for one in few))
    except asyncpg.UniqueViolationError as error:
        raise CreatedElsewhere(error.table_name) from error
    except (OverflowError, TypeError, ValueError) as error:  # raised while encoding; for a query, asyncpg wraps them
        raise BadValue(str(error)) from error


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


def saving(aggregate: Aggregate[Any], loaded: Sequence[Loaded], now: object) -> tuple[Addition, list[Statement]]:
    """The rows of the aggregates that the batch made, and the change of those that it changed."""
    columns = aggregate.typed_columns
    fresh = Addition(aggregate.table.name, columns, [row_of(one, now) for one in loaded if not one.stored])
    known = [row_of(one, now) for one in loaded if one.stored]
    if not known:
        return fresh, []
    return fresh, [Statement(_updating(fresh.table, columns, several=len(known) > 1), _arguments(known))]


def row_of(loaded: Loaded, now: object) -> tuple[Any, ...]:
    """The aggregate's row, its values in the order of its columns."""
    state = loaded.state
    base = (
        loaded.id, state.dossier, str(state.state), loaded.version, loaded.events, loaded.entries,
        loaded.journal_head, loaded.body(), now,
    )  # fmt: skip
    extra = (getattr(state, name) for name in loaded.aggregate.columns[len(base) :])
    return (*base, *(str(value) if isinstance(value, str) else value for value in extra))
