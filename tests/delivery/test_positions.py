"""A database whose group has read past it: nothing is consumed, nothing is committed, and it is said."""

import asyncio
from itertools import count

import asyncpg
import pytest
from aiokafka import TopicPartition

from deploy.local.stack import LocalStack
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.positions import ahead_of, keep_positions, kept_positions
from shared.delivery.shell.transaction import Shell
from tests.delivery.desk import notes, number
from tests.delivery.line import Line
from tests.delivery.test_from_kafka import at_offset, has
from tests.topics import create_topic
from tests.waiting import eventually

_numbers = count(1)


@pytest.fixture
async def line(local_stack: LocalStack) -> Line:
    name = f"delivery-positions-{next(_numbers)}"
    await create_topic(local_stack.bootstrap_servers, name, partitions=1)
    return Line(local_stack.bootstrap_servers, name)


@pytest.fixture
async def lived(line: Line, shell: Shell, pool: asyncpg.Pool) -> TopicPartition:
    """Five records were performed and committed."""
    await line.tell(*(number("a", n) for n in range(5)))
    async with line.consuming(shell):
        await eventually(lambda: has(pool, "a", 5))
        await eventually(lambda: at_offset(line, 5))
    return TopicPartition(line.name, 0)


async def holds(consumer: Consumer) -> bool:
    return bool(consumer.guard.trouble)


async def test_what_is_committed_was_kept_before(pool: asyncpg.Pool, lived: TopicPartition) -> None:
    assert await kept_positions(pool, [lived.topic]) == {lived: 5}


async def test_an_emptied_database_holds_its_worker_until_it_is_repaired(
    line: Line, shell: Shell, pool: asyncpg.Pool, lived: TopicPartition
) -> None:
    await pool.execute("TRUNCATE notebooks, inbox, journal, outbox, positions")
    await line.tell(number("b", 1))

    async with line.consuming(shell) as consumer:
        await eventually(lambda: holds(consumer))
        await asyncio.sleep(3)

        assert consumer.guard.trouble == (
            f"database is behind its consumer group on {line.name}/0: it was emptied or put back, nothing is consumed. "
            "Run `referencement reconcile --repair --by NAME`; or another release reads in the same group: "
            "give each its KAFKA_PREFIX"
        )
        assert (await line.committed(), await notes(pool, "b")) == (5, [])
        await keep_positions(pool, {lived: 5})
        await eventually(lambda: has(pool, "b", 1))
        assert consumer.guard.trouble == ""


async def test_a_database_put_back_to_an_earlier_day_holds_its_worker(
    line: Line, shell: Shell, pool: asyncpg.Pool, lived: TopicPartition
) -> None:
    await pool.execute("DELETE FROM inbox WHERE message = (SELECT message FROM journal ORDER BY id DESC LIMIT 1)::uuid")
    await pool.execute("DELETE FROM journal WHERE id = (SELECT max(id) FROM journal)")
    await pool.execute("UPDATE positions SET position = 4")

    async with line.consuming(shell) as consumer:
        await eventually(lambda: holds(consumer))

    assert await line.committed() == 5


@pytest.mark.parametrize("left", ["DELETE FROM positions", "UPDATE positions SET position = 2"])
async def test_a_database_that_knows_the_records_goes_on_whatever_positions_it_kept(
    line: Line, shell: Shell, pool: asyncpg.Pool, lived: TopicPartition, left: str
) -> None:
    """After an upgrade from a version that kept none, or after such a version has consumed in between."""
    await pool.execute(left)
    await line.tell(number("a", 5))

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "a", 6))

    assert await notes(pool, "a") == ["0", "1", "2", "3", "4", "5"]
    assert (await kept_positions(pool, [lived.topic]))[lived] >= 5


def test_equal_or_behind_is_fine() -> None:
    a, b, c = (TopicPartition("t", n) for n in range(3))

    assert ahead_of({a: 5, b: 5, c: 5}, {a: 5, b: 6}) == [c]


async def test_a_position_never_goes_back(pool: asyncpg.Pool) -> None:
    part = TopicPartition("t", 0)
    await keep_positions(pool, {part: 7})
    await keep_positions(pool, {part: 3})

    assert await kept_positions(pool, ["t"]) == {part: 7}
