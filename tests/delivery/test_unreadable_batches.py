"""Batches that the client library cannot decode: what is unreadable is told, everything else is performed."""

from itertools import count

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.local.stack import LocalStack
from shared.delivery.kafka.consumer import Consumer
from shared.delivery.kafka.reader import Reader
from shared.delivery.shell.messages import Record
from shared.delivery.shell.transaction import Shell
from tests.delivery.desk import notes, number, parked, record
from tests.delivery.line import Line
from tests.delivery.unreadable_batches import damage, put_batch
from tests.topics import create_topic
from tests.waiting import eventually

_numbers = count(1)
PARTITIONS = 3
MANY = 1_000_000


@pytest.fixture
async def line(local_stack: LocalStack) -> Line:
    name = f"delivery-unreadable-{next(_numbers)}"
    await create_topic(local_stack.bootstrap_servers, name, partitions=PARTITIONS)
    return Line(local_stack.bootstrap_servers, name)


def some(name: str, *values: int) -> list[Record]:
    return [record(number(name, value)) for value in values]


async def put(line: Line, partition: int, records: list[Record], *spoilt: int) -> int:
    return await put_batch(line.bootstrap_servers, line.name, partition, records, *spoilt)


async def told(pool: asyncpg.Pool) -> list[tuple[int, int, str]]:
    """Partition, first offset and the words about the range, of each notice."""
    rows = await pool.fetch("SELECT partition, position, detail FROM parked WHERE reason = 'records_unreadable'")
    return sorted((row["partition"], row["position"], row["detail"].split(" cannot")[0]) for row in rows)


async def all_noted(pool: asyncpg.Pool, **names: int) -> bool:
    return all([len(await notes(pool, name)) >= times for name, times in names.items()])


async def test_a_record_in_the_backlog_is_told_and_all_around_it_is_performed(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    for partition, name in enumerate("abc"):
        await put(line, partition, some(name, *range(20)))
    await put(line, 1, [*some("spoilt", 1), *some("saved", 1, 2)], 0)
    await put(line, 1, some("behind", 1, 2))

    async with line.consuming(shell):
        await eventually(lambda: all_noted(pool, a=20, b=20, c=20, saved=2, behind=2))

    assert await told(pool) == [(1, 20, "offsets 20 to 20")]
    assert [await notes(pool, name) for name in ("spoilt", "saved", "behind")] == [[], ["1", "2"], ["1", "2"]]


async def test_records_between_unreadable_ones_are_performed_and_later_ones_of_their_keys_wait(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    mixed = [*some("a", 1), *some("b", 1, 2), *some("c", 1, 2), *some("b", 3), *some("a", 2)]
    await put(line, 0, mixed, 1, 3)
    await put(line, 0, some("behind", 1))

    async with line.consuming(shell):
        await eventually(lambda: all_noted(pool, behind=1))

    assert [await notes(pool, name) for name in "abc"] == [["1", "2"], [], []]
    assert await parked(pool) == [
        ("records_unreadable", 1), ("held", 2), ("records_unreadable", 3), ("held", 4), ("held", 5),
    ]  # fmt: skip


async def test_a_batch_that_the_disk_spoilt_holds_up_only_its_partition(
    line: Line, local_stack: LocalStack, shell: Shell, pool: asyncpg.Pool
) -> None:
    await put(line, 2, [*some("spoilt", 1), Record(line.name, 2, 0, b"k", (), b"to be flipped")])
    await put(line, 2, some("behind", 1))
    assert damage(local_stack.root / "kafka", line.name, 2, b"to be flipped") == 1

    async with line.consuming(shell) as consumer:
        await eventually(lambda: held(consumer, line, 2))
        assert consumer.reader is not None
        consumer.reader.tries, tries = MANY, consumer.reader.tries  # however long the others take
        await put(line, 0, some("a", 1, 2))
        await eventually(lambda: all_noted(pool, a=2))
        assert await told(pool) == []
        consumer.reader.tries = tries
        await eventually(lambda: all_noted(pool, behind=1))

    assert await told(pool) == [(2, 0, "offsets 0 to 1")]
    assert await notes(pool, "spoilt") == []


async def held(consumer: Consumer, line: Line, partition: int) -> bool:
    return consumer.reader is not None and TopicPartition(line.name, partition) in consumer.reader.held()


async def test_two_batches_one_behind_the_other_on_all_partitions(line: Line, shell: Shell, pool: asyncpg.Pool) -> None:
    for partition in range(PARTITIONS):
        await put(line, partition, some("spoilt", 1), 0)
        await put(line, partition, [*some(f"saved-{partition}", 1), *some("spoilt", 2)], 1)
        await put(line, partition, some(f"behind-{partition}", 1))

    async with line.consuming(shell):
        names = [f"{name}-{partition}" for name in ("saved", "behind") for partition in range(PARTITIONS)]
        await eventually(lambda: all_noted(pool, **dict.fromkeys(names, 1)))

    assert await told(pool) == [
        (part, first, told)
        for part in range(PARTITIONS)
        for first, told in ((0, "offsets 0 to 0"), (2, "offsets 2 to 2"))
    ]


async def test_a_reader_puts_positions_back_when_a_poll_fails(line: Line) -> None:
    for partition in range(PARTITIONS):
        await put(line, partition, some("a", *range(5)))
    await put(line, 1, some("spoilt", 1), 0)
    await put(line, 1, some("b", 1))
    consumer = AIOKafkaConsumer(bootstrap_servers=line.bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    places = [TopicPartition(line.name, part) for part in range(PARTITIONS)]
    consumer.assign(places)
    await consumer.seek_to_beginning(*places)

    reader = Reader(consumer)
    seen: list[tuple[int, int]] = []
    gaps: list[tuple[int, int, int]] = []
    try:
        while len(seen) < 5 * PARTITIONS + 1:
            found = await reader.poll(500)
            seen += [(one.partition, one.offset) for part in found.records.values() for one in part]
            for gap in found.unreadable:
                gaps.append((gap.place.partition, gap.first, gap.last))
                reader.settled(gap)
    finally:
        await consumer.stop()

    assert sorted(seen) == [(0, n) for n in range(5)] + [(1, n) for n in (0, 1, 2, 3, 4, 6)] + [
        (2, n) for n in range(5)
    ]
    assert gaps == [(1, 5, 5)]
