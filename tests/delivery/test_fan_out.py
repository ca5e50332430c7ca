"""One event for many aggregates: each is reached once, in the order that the event gives, whatever ends in between."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.local.stack import LocalStack
from shared.contracts.evaluation.connection_tests import ConnectionTestsFailed, ConnectionTestsPassed
from shared.contracts.vocabulary import DossierId
from shared.delivery.kafka.subscription import MOST_TARGETS, On, Subscriptions
from shared.delivery.kafka.transaction_size import MAX_MESSAGES, transactions_of
from shared.delivery.shell.messages import Message, Outcome, Record, Unusable
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.chance import EXAMPLES_SHARE_FIXTURES
from tests.delivery.crashing import Crash, CrashingPool
from tests.delivery.desk import NOTEBOOK, dump, in_pieces, journaled, notes, parked, record, title
from tests.delivery.line import Line
from tests.delivery.notebook import gather, take_title
from tests.delivery.test_any_order import emptied
from tests.topics import create_topic
from tests.waiting import eventually, until

FIRST_DAY = date(2026, 3, 10)
NAMES = ("a", "b", "c", "d", "e")
_numbers = count(1)


def named(event: ConnectionTestsFailed) -> list[str]:
    """The notebooks that an event is for."""
    return [some_id(name) for name in event.failed_cases]


ONS = (On(ConnectionTestsFailed, gather, NOTEBOOK, target=named), On(ConnectionTestsPassed, take_title, NOTEBOOK))


def drawn(day: int, *names: str) -> ConnectionTestsFailed:
    """An event of its day for these notebooks."""
    on = FIRST_DAY + timedelta(days=day)
    return ConnectionTestsFailed(dossier=DossierId(some_id(f"draw {day}")), failed_on=on, failed_cases=names)


def reading(*records: Record) -> list[Message]:
    subscriptions = Subscriptions("intake", *ONS)
    return [message for one in records for message in subscriptions.read(one)]


def days(*numbers: int) -> list[str]:
    return [f"{FIRST_DAY + timedelta(days=number)}" for number in numbers]


async def published_for(pool: asyncpg.Pool) -> list[str]:
    """Whose events wait in the outbox, in order."""
    return [row["key"].decode() for row in await pool.fetch("SELECT key FROM outbox ORDER BY id")]


async def test_an_event_opens_every_aggregate_that_it_names_in_order(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(reading(record(drawn(0, "c", "a", "b"))))

    assert [await notes(pool, name) for name in ("a", "b", "c", "d")] == [days(0), days(0), days(0), []]
    assert await published_for(pool) == [some_id("c"), some_id("a"), some_id("b")]


async def test_an_aggregate_that_is_named_twice_is_reached_once(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(reading(record(drawn(0, "a", "b", "a"))))

    assert await notes(pool, "a") == days(0)
    assert await journaled(pool) == [("gather", "performed")] * 2


async def test_an_event_that_names_nobody_is_for_nobody(shell: Shell) -> None:
    assert reading(record(drawn(0))) == []


async def test_an_event_for_more_aggregates_than_allowed_is_parked(shell: Shell, pool: asyncpg.Pool) -> None:
    (message,) = reading(record(drawn(0, *(f"n{number}" for number in range(MOST_TARGETS + 1)))))

    await shell.perform([message])

    assert isinstance(message, Unusable) and message.detail == "1001 aggregates, at most 1000"
    assert await parked(pool) == [("too_many_targets", 0)]
    assert await pool.fetchval("SELECT count(*) FROM notebooks") == 0


async def test_one_aggregate_that_refuses_is_parked_and_those_after_it_wait(shell: Shell, pool: asyncpg.Pool) -> None:
    """All lie under one key, so the order is kept: redriving the first brings the others."""
    await shell.perform(reading(record(title("b", "red"), offset=1)))

    await shell.perform(reading(record(drawn(0, "a", "b", "c"), offset=2)))

    assert [await notes(pool, name) for name in ("a", "b", "c")] == [days(0), [], []]
    assert sorted(await parked(pool)) == [("held", 2), ("not_today", 2)]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
async def test_a_crash_round_any_statement_reaches_none_and_the_next_attempt_all(
    shell: Shell, pool: asyncpg.Pool, before: bool
) -> None:
    crashing = CrashingPool(pool, before=before)
    broken, stored = Shell("intake", crashing, shell.context), await dump(pool)

    while not crashing.survived:
        crashing.next_place()
        try:
            await broken.perform(reading(record(drawn(0, *NAMES))))
        except Crash:
            assert await dump(pool) == stored, f"after a crash at {crashing.where}"

    assert crashing.place >= 3
    assert [await notes(pool, name) for name in NAMES] == [days(0)] * 5


DRAWS = st.lists(st.lists(st.sampled_from(NAMES), max_size=5), min_size=1, max_size=8)
SIZES = st.lists(st.integers(1, 7), max_size=8)


@settings(max_examples=20, deadline=None, suppress_health_check=EXAMPLES_SHARE_FIXTURES)
@given(draws=DRAWS, once=SIZES, again=SIZES)
async def test_whatever_is_drawn_and_however_it_is_cut_each_is_reached_once_in_order(
    shell: Shell, pool: asyncpg.Pool, draws: list[list[str]], once: list[int], again: list[int]
) -> None:
    await emptied(pool)
    messages = reading(*(record(drawn(day, *names), offset=day) for day, names in enumerate(draws)))

    for sizes in (once, again):
        for batch in in_pieces(messages, sizes):
            await shell.perform(batch)

    for name in NAMES:
        assert await notes(pool, name) == days(*(day for day, names in enumerate(draws) if name in names))


RUNS = st.lists(st.integers(0, 1300), min_size=1, max_size=6)


@given(sizes=RUNS)
def test_the_messages_of_a_record_share_a_transaction_and_transactions_are_bounded(sizes: list[int]) -> None:
    of_record = [Record("t", 0, offset, b"k", (), None) for offset, _ in enumerate(sizes)]
    messages: Sequence[Message] = [
        Unusable(record=one, message="m", reason="r", detail="")
        for one, size in zip(of_record, sizes, strict=True) for _ in range(size)
    ]  # fmt: skip

    parts = list(transactions_of(messages))

    assert [message for part in parts for message in part] == list(messages)
    together = [{message.record.offset for message in part if message.record} for part in parts]
    assert sum(map(len, together)) == len(set().union(*together)), "a record is in two transactions"
    assert all(len(part) <= MAX_MESSAGES or len(one) == 1 for part, one in zip(parts, together, strict=True))


async def test_a_consumer_that_ends_between_transactions_leaves_no_doubles(
    local_stack: LocalStack, shell: Shell, other_shell: Shell, pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On real servers: the first transaction is durable, the process ends, another takes the records again."""
    monkeypatch.setattr("shared.delivery.kafka.transaction_size.MAX_MESSAGES", 4)
    line = Line(local_stack.bootstrap_servers, f"delivery-fan-out-{next(_numbers)}", ONS)
    await create_topic(line.bootstrap_servers, line.name, partitions=1)
    await line.tell(drawn(0, "a", "b", "c"), drawn(1, "c", "d"), drawn(2, *NAMES))

    dying = EndsAfterFirst(shell)
    async with line.consuming(dying):
        await until(lambda: dying.performed > 1)
    assert [await notes(pool, name) for name in NAMES] == [days(0), days(0), days(0), [], []]

    async with line.consuming(other_shell):
        await eventually(line.committed, lambda offset: offset == 3)

    assert [await notes(pool, name) for name in NAMES] == [days(0, 2), days(0, 2), days(0, 1, 2), days(1, 2), days(2)]


class EndsAfterFirst(Shell):
    """Its process ends before the second transaction."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell.service, shell.pool, shell.context)
        self.performed = 0

    async def perform(self, messages: Sequence[Message]) -> list[Outcome]:
        self.performed += 1
        if self.performed > 1:
            raise asyncio.CancelledError
        return await super().perform(messages)
