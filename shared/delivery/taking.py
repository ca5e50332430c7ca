"""The beginning of a batch, in one round trip: which messages are new, the aggregates with their rows locked, and the
keys whose records must wait behind a parked one."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from shared.delivery.aggregates import Aggregate, Held
from shared.delivery.memory import Pair, forgotten
from shared.delivery.sender_check import NOT_THE_OWNERS
from shared.delivery.store import Conn

HELD = "id, version, events, entries, journal_head, body::text AS body"
NOTHING_HELD = (
    "NULL::uuid AS id, NULL::int4 AS version, NULL::int4 AS events, NULL::int4 AS entries, "
    "NULL::bytea AS journal_head, NULL::text AS body"
)
_NOBODY_WAITS = ", ".join(f"'{reason}'" for reason in sorted(NOT_THE_OWNERS))
PARKED = (
    "SELECT DISTINCT key FROM parked WHERE status = 'parked' AND sha256(key) = ANY({0}::bytea[]) "
    f"AND reason NOT IN ({_NOBODY_WAITS})"
)
"""By digest: a key may be longer than what an index takes."""
TAKE = f"""
WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a(message, aggregate, place)),
new AS (INSERT INTO inbox (message, aggregate) SELECT message, aggregate FROM asked ON CONFLICT DO NOTHING
        RETURNING message, aggregate),
seen AS (SELECT place FROM asked WHERE (message, aggregate) NOT IN (SELECT message, aggregate FROM new)),
waiting AS ({PARKED.format("$3")})
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a batch finds."""

    new: set[Pair]
    """Messages for aggregates that were never taken; from now on they are, should the batch be committed."""
    held: dict[tuple[str, str], Held]
    """The aggregates, by kind and id; those not there are empty."""
    waiting: set[bytes]
    """Keys of records that have a parked one before them."""


async def take(
    conn: Conn, pairs: Sequence[Pair], wanted: Mapping[Aggregate[Any], AbstractSet[str]], keys: AbstractSet[bytes]
) -> Taken:
    """Write the pairs into the inbox and lock the aggregates, those of a kind in the order of their ids.

    What waits is read at the moment at which the statement began, the rows as they are once they are locked. Between
    the two another replica may have parked a record of ours (then we find it in the inbox), or an operator brought one
    back (then we find it waiting): in these cases it is read once more.
    """
    kinds = sorted(wanted, key=lambda kind: kind.name)
    ids = [sorted(wanted[kind]) for kind in kinds]
    digests = sorted(sha256(key).digest() for key in keys)
    found = await conn.fetch(
        _statement(tuple(kind.table.name for kind in kinds)),
        [message for message, _ in pairs],
        [aggregate for _, aggregate in pairs],
        digests,
        *ids,
    )
    held = {(kind.name, id_): Held(kind, id_) for kind, some in zip(kinds, ids, strict=True) for id_ in some}
    seen, waiting = set(), set()
    for row in found:
        kind, place, key = row[:3]
        if place is not None:
            seen.add(pairs[place - 1])
        elif key is not None:
            waiting.add(key)
        else:
            _fill(held[kinds[kind].name, str(row["id"])], row)
    if keys and (seen or waiting):
        waiting = {row["key"] for row in await conn.fetch(PARKED.format("$1"), digests)}
    new = set(pairs) - seen
    return Taken(new - await forgotten(conn, new), held, waiting)


@lru_cache(maxsize=256)
def _statement(tables: tuple[str, ...]) -> str:
    """The statement for aggregates of these tables, in that order."""
    parts = [
        f"(SELECT {place}::int4, NULL::int8, NULL::bytea, h.* FROM (SELECT {HELD} FROM {table} "
        f"WHERE id = ANY(${place + 4}::uuid[]) ORDER BY id FOR UPDATE) AS h)"
        for place, table in enumerate(tables)
    ]
    return TAKE + " UNION ALL ".join(
        (
            f"SELECT NULL::int4 AS kind, place, NULL::bytea AS key, {NOTHING_HELD} FROM seen",
            f"SELECT NULL::int4, NULL::int8, key, {NOTHING_HELD} FROM waiting",
            *parts,
        )
    )


def _fill(one: Held, row: Any) -> None:  # noqa: ANN401  # asyncpg's Record is untyped
    one.state = one.aggregate.decode(row["body"])
    one.version, one.events, one.entries = row["version"], row["events"], row["entries"]
    one.journal_head, one.stored, one.read = row["journal_head"], True, row["body"]
