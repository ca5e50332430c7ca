"""The beginning of a batch, in one round trip: which messages are new, the aggregates with their rows locked, and the
keys whose records must wait behind a parked one."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from shared.delivery.inbox.dedup import Pair, forgotten
from shared.delivery.kafka.origin_check import NOT_THE_OWNERS
from shared.delivery.shell.aggregate import Aggregate, Loaded
from shared.delivery.shell.store import Conn

ROW = "id, version, events, entries, journal_head, body::text AS body"
NO_ROW = (
    "NULL::uuid AS id, NULL::int4 AS version, NULL::int4 AS events, NULL::int4 AS entries, "
    "NULL::bytea AS journal_head, NULL::text AS body"
)
_NOBODY_WAITS = ", ".join(f"'{reason}'" for reason in sorted(NOT_THE_OWNERS))
PARKED = (
    "SELECT DISTINCT key FROM parked WHERE status = 'parked' AND sha256(key) = ANY({0}::bytea[]) "
    f"AND reason NOT IN ({_NOBODY_WAITS})"
)
"""By digest: a key may be longer than what an index takes."""
STATEMENT = f"""
WITH asked AS (SELECT * FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS a(message, aggregate, place)),
new AS (INSERT INTO inbox (message, aggregate) SELECT message, aggregate FROM asked ON CONFLICT DO NOTHING
        RETURNING message, aggregate),
seen AS (SELECT place FROM asked WHERE (message, aggregate) NOT IN (SELECT message, aggregate FROM new)),
waiting AS ({PARKED.format("$3")})
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a batch finds."""

    new: set[Pair]
    """Messages for aggregates that were never taken; from now on they are, should the batch be committed."""
    loaded: dict[tuple[str, str], Loaded]
    """The aggregates, by kind and id; those not there are empty."""
    waiting: set[bytes]
    """Keys of records that have a parked one before them."""


async def claim(
    conn: Conn, pairs: Sequence[Pair], wanted: Mapping[Aggregate[Any], AbstractSet[str]], keys: AbstractSet[bytes]
) -> Claim:
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
    loaded = {(kind.name, id_): Loaded(kind, id_) for kind, some in zip(kinds, ids, strict=True) for id_ in some}
    seen, waiting = set(), set()
    for row in found:
        kind, place, key = row[:3]
        if place is not None:
            seen.add(pairs[place - 1])
        elif key is not None:
            waiting.add(key)
        else:
            _fill(loaded[kinds[kind].name, str(row["id"])], row)
    if keys and (seen or waiting):
        waiting = {row["key"] for row in await conn.fetch(PARKED.format("$1"), digests)}
    new = set(pairs) - seen
    return Claim(new - await forgotten(conn, new), loaded, waiting)


@lru_cache(maxsize=256)
def _statement(tables: tuple[str, ...]) -> str:
    """The statement for aggregates of these tables, in that order."""
    parts = [
        f"(SELECT {place}::int4, NULL::int8, NULL::bytea, h.* FROM (SELECT {ROW} FROM {table} "
        f"WHERE id = ANY(${place + 4}::uuid[]) ORDER BY id FOR UPDATE) AS h)"
        for place, table in enumerate(tables)
    ]
    return STATEMENT + " UNION ALL ".join(
        (
            f"SELECT NULL::int4 AS kind, place, NULL::bytea AS key, {NO_ROW} FROM seen",
            f"SELECT NULL::int4, NULL::int8, key, {NO_ROW} FROM waiting",
            *parts,
        )
    )


def _fill(one: Loaded, row: Any) -> None:  # noqa: ANN401  # asyncpg's Record is untyped
    one.state = one.aggregate.decode(row["body"])
    one.version, one.events, one.entries = row["version"], row["events"], row["entries"]
    one.journal_head, one.stored, one.read = row["journal_head"], True, row["body"]
