"""Whatever comes in whatever order, delivered thrice and cut anyhow, leaves what a single delivery leaves."""

from collections.abc import Sequence
from typing import Any

import asyncpg
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.delivery.shell.transaction import Shell
from tests.chance import EXAMPLES_SHARE_FIXTURES
from tests.delivery.desk import TABLES, arriving, in_pieces, mistake, number, refused, title

NAMES = st.sampled_from(["a", "b", "c"])
EVENTS = st.one_of(
    st.builds(number, NAMES, st.integers(0, 9)),
    st.builds(number, NAMES, st.integers(0, 9)),
    st.builds(number, NAMES, st.integers(0, 9)),
    st.builds(title, NAMES, st.sampled_from(["red", "green", "b\x00ad"])),
    st.builds(refused, NAMES),
    st.builds(mistake, NAMES),
)
SIZES = st.lists(st.integers(1, 5), max_size=6)
LEFT = {
    "notebooks": "SELECT id, title, state, version, events, entries, body::text FROM notebooks ORDER BY id",
    "parked": "SELECT * FROM parked ORDER BY id",
    "inbox": "SELECT message, aggregate FROM inbox ORDER BY message, aggregate",
    "journal": "SELECT aggregate, entry, act, outcome, message, state, version, events, digest FROM journal "
    "ORDER BY aggregate, entry, id",
    "outbox": "SELECT topic, key, value FROM outbox ORDER BY key, id",
}
"""Everything that lasts but what is new each time: ids of events, traces, and the hashes over these."""


async def emptied(pool: asyncpg.Pool) -> None:
    await pool.execute("".join(f"DELETE FROM {table};" for table in TABLES))


async def left_by(shell: Shell, pool: asyncpg.Pool, events: Sequence[Any], sizes: Sequence[int]) -> dict[str, Any]:
    """Deliver the events in batches of these sizes; give all that they left."""
    await emptied(pool)
    for batch in in_pieces(arriving(*events), sizes):
        await shell.perform(batch)
    return {table: [tuple(row) for row in await pool.fetch(query)] for table, query in LEFT.items()}


@settings(max_examples=20, deadline=None, suppress_health_check=EXAMPLES_SHARE_FIXTURES)
@given(events=st.lists(EVENTS, min_size=1, max_size=12), once=SIZES, thrice=SIZES)
async def test_three_deliveries_leave_what_one_leaves_byte_for_byte(
    shell: Shell, pool: asyncpg.Pool, events: list[Any], once: list[int], thrice: list[int]
) -> None:
    single = await left_by(shell, pool, events, once)

    triple = await left_by(shell, pool, events * 3, thrice)

    assert triple == single
