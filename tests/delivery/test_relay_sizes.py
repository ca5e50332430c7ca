"""What no broker takes holds up its own key; what may travel does."""

import asyncpg
import pytest

from tests.delivery.relaying import KEYS, NewRelay, numbers, rows
from tests.delivery.wire import emptied, put, read_all, running, without_repeats


@pytest.mark.parametrize(
    ("value", "headers"),
    [(b"a" * 2_000_000, b"\x90"), (b"{}", b"\xc1")],
    ids=["2 MB", "headers that are none"],
)
async def test_a_row_that_no_broker_takes_holds_up_its_own_key_only(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str, value: bytes, headers: bytes
) -> None:
    await put(pool, topic, rows(0, 1))
    await put(pool, topic, [(KEYS[0], value)], headers)
    await put(pool, topic, rows(1, 2))

    async with running(new_relay(broker)):
        await emptied(pool, left=2)
        assert [row["key"] for row in await pool.fetch("SELECT key FROM outbox")] == [KEYS[0], KEYS[0]]

        await pool.execute("DELETE FROM outbox WHERE headers = $1", headers)
        await emptied(pool)

    assert without_repeats(await read_all(broker, topic)) == numbers(2)


async def test_the_largest_value_that_may_travel_does(
    pool: asyncpg.Pool, new_relay: NewRelay, broker: str, topic: str
) -> None:
    largest = b"a" * 1_000_000
    await put(pool, topic, [(b"before", b"1"), (b"large", largest), (b"after", b"2")])

    async with running(new_relay(broker)):
        await emptied(pool)

    assert dict(await read_all(broker, topic)) == {b"before": b"1", b"large": largest, b"after": b"2"}
