"""The inbox forgets old events; whatever it has forgotten is still known, and comes to nothing when it comes again."""

from itertools import count
from typing import Any

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.base.locks import AdvisoryLock
from shared.delivery.inbox.dedup import made_before
from shared.delivery.shell.messages import Parked, Performed, Record, Skipped
from shared.delivery.shell.transaction import Shell
from shared.delivery.tasks.inbox_cleanup import Housekeeper
from tests.builders import some_id
from tests.chance import EXAMPLES_SHARE_FIXTURES
from tests.delivery.desk import TABLES, arriving, dump, in_pieces, mistake, notes, number, parked, record
from tests.delivery.test_any_order import EVENTS, SIZES

DAY_S = 86_400.0
_places = count(1)


def made(days_ago: float) -> str:
    """An event id of that age, another each time."""
    return f"{made_before(days_ago * DAY_S)[:24]}{next(_places):012x}"


def noted(name: str, value: int, days_ago: float) -> Record:
    return record(number(name, value), id_=made(days_ago))


async def cleared(pool: asyncpg.Pool, days: int = 30) -> int:
    async with pool.acquire() as conn:
        return await Housekeeper(days).clear(conn)


async def in_the_inbox(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("SELECT count(*) FROM inbox"))


async def test_events_of_the_last_days_are_kept_and_older_ones_forgotten(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(noted("a", 1, 31), noted("a", 2, 29), noted("b", 3, 400)))

    assert await cleared(pool) == 2
    assert await in_the_inbox(pool) == 1


async def test_a_forgotten_event_that_comes_again_is_known_by_the_journal(shell: Shell, pool: asyncpg.Pool) -> None:
    old = noted("a", 7, 31)
    await shell.perform(arriving(old))
    await cleared(pool)
    before = await dump(pool, "notebooks", "outbox", "journal", "parked")

    assert await shell.perform(arriving(old)) == [Skipped()]
    assert await dump(pool, "notebooks", "outbox", "journal", "parked") == before


async def test_a_forgotten_event_that_was_set_aside_is_not_set_aside_again(shell: Shell, pool: asyncpg.Pool) -> None:
    failing, behind = record(mistake("a"), id_=made(40), offset=1), noted("a", 2, 39)
    await shell.perform(arriving(failing, behind))
    await pool.execute("UPDATE parked SET status = 'dropped'")
    await cleared(pool)

    assert await in_the_inbox(pool) == 0
    assert await shell.perform(arriving(failing, behind)) == [Skipped(), Skipped()]
    assert await pool.fetchval("SELECT count(*) FROM parked") == 2
    assert await notes(pool, "a") == []


async def test_an_old_event_that_was_never_heard_is_performed(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(noted("a", 1, 50)))
    await cleared(pool)

    outcomes = await shell.perform(arriving(noted("a", 2, 60), noted("b", 3, 60)))

    assert [type(one) for one in outcomes] == [Performed, Performed]
    assert await notes(pool, "a") == ["1", "2"]


async def test_an_event_whose_id_does_not_tell_its_age_is_kept(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(record(number("a", 7), id_="00000000-0000-4000-8000-000000000000")))
    await shell.perform(arriving(record(number("a", 8), id_=some_id("derived"))))

    assert await cleared(pool) == 0
    assert await in_the_inbox(pool) == 2


async def test_what_is_unreadable_stays_known(shell: Shell, pool: asyncpg.Pool) -> None:
    unreadable = Record("referencement.evaluation.v1", 0, 5, b"k", (), b"{")
    assert await shell.perform(arriving(unreadable)) == [Parked("missing_headers")]
    await cleared(pool, days=2)

    assert await shell.perform(arriving(unreadable)) == [Skipped()]
    assert await parked(pool) == [("missing_headers", 5)]


async def test_the_same_old_event_for_another_aggregate_is_another_message(shell: Shell, pool: asyncpg.Pool) -> None:
    id_ = made(50)
    await shell.perform(arriving(record(number("a", 1), id_=id_)))
    await cleared(pool)

    outcomes = await shell.perform(arriving(record(number("b", 1), id_=id_)))

    assert [type(one) for one in outcomes] == [Performed]


@pytest.mark.parametrize("days", [365, 2], ids=["longer", "shorter"])
async def test_the_mark_never_goes_back(shell: Shell, pool: asyncpg.Pool, days: int) -> None:
    old = noted("a", 7, 31)
    await shell.perform(arriving(old))
    await cleared(pool, days=30)
    await cleared(pool, days=days)

    assert await pool.fetchval("SELECT count(*) FROM forgotten") == 1
    assert await shell.perform(arriving(old)) == [Skipped()]


async def test_one_replica_clears_at_a_time(pool: asyncpg.Pool, shell: Shell) -> None:
    await shell.perform(arriving(noted("a", 1, 50)))
    async with pool.acquire() as other:
        await other.execute("SELECT pg_advisory_lock($1)", AdvisoryLock.INBOX_CLEANUP)
        assert await cleared(pool) == 0
        await other.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.INBOX_CLEANUP)

    assert await cleared(pool) == 1


async def test_more_than_a_batch_is_forgotten_in_several(
    shell: Shell, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shared.delivery.tasks.inbox_cleanup.BATCH", 3)
    await shell.perform(arriving(*(noted("a", n, 50) for n in range(7)), noted("a", 8, 1)))

    assert await cleared(pool) == 7
    assert await in_the_inbox(pool) == 1


@settings(max_examples=15, deadline=None, suppress_health_check=EXAMPLES_SHARE_FIXTURES)
@given(events=st.lists(st.tuples(EVENTS, st.integers(0, 90)), min_size=1, max_size=10), sizes=SIZES)
async def test_whatever_is_forgotten_between_two_deliveries_the_second_changes_nothing(
    shell: Shell, pool: asyncpg.Pool, events: list[tuple[Any, int]], sizes: list[int]
) -> None:
    await pool.execute("".join(f"DELETE FROM {table};" for table in TABLES))
    messages = arriving(*(record(event, id_=made(days)) for event, days in events))
    await shell.perform(messages)
    before = await dump(pool, "notebooks", "outbox", "journal", "parked")
    await cleared(pool)

    outcomes = [one for batch in in_pieces(messages, sizes) for one in await shell.perform(batch)]

    assert set(outcomes) <= {Skipped()}
    assert await dump(pool, "notebooks", "outbox", "journal", "parked") == before
