"""Two replicas on one database: whoever comes second sees what the first did."""

import asyncio

import asyncpg

from shared.delivery.shell.messages import Parked, Performed, Skipped
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.delivery.desk import arriving, notes, number, record, refused
from tests.waiting import eventually


async def test_both_make_the_same_aggregate_at_once_and_both_inputs_count(
    shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    names = [f"n{i}" for i in range(30)]

    await asyncio.gather(
        *(shell.perform(arriving(number(name, 1))) for name in names),
        *(other_shell.perform(arriving(number(name, 2))) for name in names),
    )

    assert [sorted(await notes(pool, name)) for name in names] == [["1", "2"]] * 30
    assert await pool.fetchval("SELECT sum(version) FROM notebooks") == 60


async def test_both_are_handed_the_same_batch_and_each_event_counts_once(
    shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    """As after a rebalance, when the one that lost the partition is still at work."""
    batch = arriving(*(number(f"n{i}", value) for value in range(5) for i in range(4)))

    outcomes = await asyncio.gather(*(one.perform(batch) for one in (shell, other_shell)))

    assert [await notes(pool, f"n{i}") for i in range(4)] == [["0", "1", "2", "3", "4"]] * 4
    assert sum(isinstance(one, Performed) for half in outcomes for one in half) == 20


async def test_batches_that_meet_in_opposite_order_both_get_through(
    shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    names = [f"n{i}" for i in range(10)]
    there = arriving(*(number(name, 1) for name in names))
    back = arriving(*(number(name, 2) for name in reversed(names)))

    await asyncio.gather(*(one.perform(batch) for one, batch in ((shell, there), (other_shell, back)) * 3))

    assert [sorted(await notes(pool, name)) for name in names] == [["1", "2"]] * 10


async def test_events_leave_in_the_order_in_which_they_were_committed(
    shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    """The row of the aggregate is locked before its outbox row gets a number."""
    await asyncio.gather(*((shell, other_shell)[i % 2].perform(arriving(number("a", i))) for i in range(40)))

    values = await pool.fetch("SELECT value FROM outbox WHERE key = $1 ORDER BY id", some_id("a").encode())

    sent = [row["value"].split(b"note ")[1].split(b'"')[0].decode() for row in values]
    assert sent == await notes(pool, "a")
    assert len(sent) == 40


async def waits_for_a_lock(pool: asyncpg.Pool) -> None:
    """Until some transaction waits for another."""
    await eventually(lambda: pool.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"))


async def test_what_follows_a_record_that_another_replica_is_just_parking_waits_behind_it(
    shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    await shell.perform(arriving(number("a", 1)))
    batch = arriving(record(refused("a"), offset=41), record(number("a", 2), offset=42))

    async with pool.acquire() as conn, conn.transaction():
        await other_shell._transaction(conn, batch[:1])
        ours = asyncio.create_task(shell.perform(batch))
        await waits_for_a_lock(pool)

    assert await ours == [Skipped(), Parked("held")]
    assert await notes(pool, "a") == ["1"]


async def test_nothing_waits_behind_a_record_that_an_operator_is_just_bringing_back(
    shell: Shell, pool: asyncpg.Pool
) -> None:
    await shell.perform(arriving(number("a", 1), record(refused("a"), offset=41)))

    async with pool.acquire() as conn, conn.transaction():
        await conn.fetch("SELECT FROM notebooks WHERE id = $1::uuid FOR UPDATE", some_id("a"))
        await conn.execute("UPDATE parked SET status = 'redriven'")
        ours = asyncio.create_task(shell.perform(arriving(record(number("a", 2), offset=42))))
        await waits_for_a_lock(pool)

    assert [type(one) for one in await ours] == [Performed]
    assert await notes(pool, "a") == ["1", "2"]
