"""Deadlines fire once, in the order in which they fall due, and only while they are set."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from shared.delivery.deadlines.scheduler import BATCH, Scheduler
from shared.delivery.shell.messages import Performed
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.delivery.conftest import StillClock
from tests.delivery.desk import Asked, arriving, journaled, notes, number
from tests.delivery.notebook import Close, SetBells, close, set_bells
from tests.waiting import eventually

NOON, LATER = datetime(2026, 3, 10, 12, tzinfo=UTC), datetime(2026, 3, 10, 15, tzinfo=UTC)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
"""How many transactions wait for a lock."""


@pytest.fixture
async def bells(shell: Shell) -> "Bells":
    await shell.perform(arriving(number("a", 0)))
    return Bells(shell)


class Bells:
    """Sets the deadlines of notebook a."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.asked = 0

    async def set(self, name: str = "a", /, **bells: datetime | None) -> None:
        self.asked += 1
        command = Asked(set_bells, SetBells(bells=bells), f"bells-{self.asked}", some_id(name))
        assert isinstance((await self.shell.perform([command.incoming]))[0], Performed)


async def test_a_deadline_does_not_fire_before_its_time(bells: Bells, scheduler: Scheduler, pool: asyncpg.Pool) -> None:
    await bells.set(ring_first=NOON)

    assert await scheduler.fire_due() == (0, NOON)
    assert await notes(pool, "a") == ["0"]


async def test_a_deadline_fires_at_its_time_and_never_again(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.set(ring_first=NOON)
    clock.at = NOON

    assert await scheduler.fire_due() == (1, None)
    assert await scheduler.fire_due() == (0, None)
    assert await notes(pool, "a") == ["0", "first 2026-03-10"]
    assert (await journaled(pool))[-1] == ("ring_first", "performed")


async def test_deadlines_of_one_aggregate_fire_in_the_order_in_which_they_fall_due(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.set(ring_first=LATER)
    await bells.set(ring_second=NOON)
    clock.advance(days=400)

    await scheduler.fire_due()

    assert await notes(pool, "a") == ["0", "second", "first 2026-03-10"]


async def test_two_schedulers_at_once_fire_a_deadline_once(
    bells: Bells, scheduler: Scheduler, other_scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.shell.perform(arriving(*(number(f"n{i}", 0) for i in range(20))))
    for i in range(20):
        await bells.set(f"n{i}", ring_first=NOON)
    clock.at = LATER

    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("SELECT FROM notebooks FOR UPDATE")  # both have seen all that is due before either fires
        firing = [asyncio.create_task(one.fire_due()) for one in (scheduler, other_scheduler)]
        await asyncio.sleep(0.5)
    await asyncio.gather(*firing)

    assert [await notes(pool, f"n{i}") for i in range(20)] == [["0", "first 2026-03-10"]] * 20


async def test_a_cancelled_deadline_does_not_fire(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.set(ring_first=NOON, ring_second=NOON)
    await bells.set(ring_first=None)
    clock.at = LATER

    await scheduler.fire_due()

    assert await notes(pool, "a") == ["0", "second"]


async def test_a_deadline_that_is_cancelled_while_it_is_being_fired_does_not_fire(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    """The command and the clock meet at the row lock of the aggregate; whoever comes second sees the first."""
    await bells.set(ring_first=NOON)
    clock.at = LATER

    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("SELECT FROM notebooks FOR UPDATE")
        closing = asyncio.create_task(bells.shell.perform([Asked(close, Close(), "close-1", some_id("a")).incoming]))
        await eventually(lambda: pool.fetchval(WAITING), lambda waiting: waiting == 1)
        firing = asyncio.create_task(scheduler.fire_due())
        await eventually(lambda: pool.fetchval(WAITING), lambda waiting: waiting == 2)
    await asyncio.gather(closing, firing)

    assert await notes(pool, "a") == ["0"]
    assert await pool.fetchval("SELECT count(*) FROM deadlines") == 0


async def test_a_deadline_set_again_fires_at_its_new_time_only(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.set(ring_first=NOON)
    await bells.set(ring_first=LATER)

    clock.at = NOON
    assert await scheduler.fire_due() == (0, LATER)
    clock.at = LATER
    assert await scheduler.fire_due() == (1, None)
    assert await notes(pool, "a") == ["0", "first 2026-03-10"]


async def test_a_deadline_in_a_state_that_has_no_use_for_it_is_refused_and_journaled(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.set(ring_wrong=NOON)
    await bells.shell.perform([Asked(close, Close(), "close-1", some_id("a")).incoming])
    clock.at = LATER

    await scheduler.fire_due()

    assert (await journaled(pool))[-1] == ("ring_wrong", "act_not_allowed")
    assert await pool.fetchval("SELECT count(*) FROM deadlines") == 0


async def test_a_mistake_in_the_act_of_one_deadline_does_not_stop_the_others(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    """It stays set and rests for a while; what falls due after it waits behind it, that of other aggregates fires."""
    await bells.shell.perform(arriving(number("b", 0)))
    await bells.set(ring_wrong=NOON, ring_second=LATER)
    await bells.set("b", ring_first=LATER)
    clock.advance(days=1)

    assert await scheduler.fire_due() == (3, None)
    assert await scheduler.fire_due() == (0, None)

    assert (await notes(pool, "a"), await notes(pool, "b")) == (["0"], ["0", "first 2026-03-10"])
    assert [row["kind"] for row in await pool.fetch("SELECT kind FROM deadlines ORDER BY due_at")] == [
        "ring_wrong",
        "ring_second",
    ]


async def test_a_deadline_of_a_kind_that_is_gone_does_not_stop_the_others(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    await bells.set(ring_first=NOON, ring_second=LATER)
    await pool.execute("UPDATE deadlines SET kind = 'ring_as_in_the_last_release' WHERE kind = 'ring_first'")
    clock.advance(days=1)

    await scheduler.fire_due()

    assert await notes(pool, "a") == ["0", "second"]
    assert await pool.fetchval("SELECT kind FROM deadlines") == "ring_as_in_the_last_release"


async def test_more_deadlines_than_a_batch_all_fire(
    bells: Bells, scheduler: Scheduler, clock: StillClock, pool: asyncpg.Pool
) -> None:
    names = [f"n{i}" for i in range(BATCH + 1)]
    await bells.shell.perform(arriving(*(number(name, 0) for name in names)))
    await bells.shell.perform(
        [
            Asked(set_bells, SetBells(bells={"ring_first": NOON}), f"{name}-bells", some_id(name)).incoming
            for name in names
        ]
    )
    clock.at = LATER

    assert [(await scheduler.fire_due())[0], (await scheduler.fire_due())[0]] == [20, 1]
    assert await pool.fetchval("SELECT count(*) FROM deadlines") == 0
