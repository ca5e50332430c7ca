"""Records that a topic has lost before they were read: an operator is told which, and the rest is performed."""

from itertools import count

import asyncpg
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import RecordsToDelete

from deploy.local.stack import LocalStack
from shared.delivery.shell.transaction import Shell
from tests.delivery.desk import notes, number, parked
from tests.delivery.line import Line
from tests.delivery.test_from_kafka import at_offset, has
from tests.topics import administering, create_topic
from tests.waiting import eventually

_numbers = count(1)


@pytest.fixture
async def line(local_stack: LocalStack, shell: Shell, pool: asyncpg.Pool) -> Line:
    """Three records were performed and committed, three more lie there."""
    name = f"delivery-records-gone-{next(_numbers)}"
    await create_topic(local_stack.bootstrap_servers, name, partitions=1)
    made = Line(local_stack.bootstrap_servers, name)
    await made.tell(*(number("a", n) for n in range(3)))
    async with made.consuming(shell):
        await eventually(lambda: has(pool, "a", 3))
        await eventually(lambda: at_offset(made, 3))
    await made.tell(*(number("a", n) for n in range(3, 6)))
    return made


async def remove(line: Line, before: int) -> None:
    """As retention does."""
    async with administering(line.bootstrap_servers) as admin:
        await admin.delete_records({TopicPartition(line.name, 0): RecordsToDelete(before_offset=before)})


async def test_the_range_is_told_and_what_follows_is_performed(line: Line, shell: Shell, pool: asyncpg.Pool) -> None:
    await remove(line, before=5)

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "a", 4))
        await eventually(lambda: at_offset(line, 6))

    assert await notes(pool, "a") == ["0", "1", "2", "5"]
    assert await parked(pool) == [("records_gone", 3)]


async def test_records_that_were_read_before_are_missed_by_nobody(line: Line, shell: Shell, pool: asyncpg.Pool) -> None:
    await remove(line, before=3)

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "a", 6))

    assert await parked(pool) == []
