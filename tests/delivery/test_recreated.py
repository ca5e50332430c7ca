"""A topic that is deleted and created again: read from its first record, and an operator is told."""

from itertools import count
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest
from aiokafka import TopicPartition
from aiokafka.errors import GroupAuthorizationFailedError, KafkaError

from deploy.local.stack import LocalStack
from shared.delivery.kafka.broker_answers import BrokerRefused
from shared.delivery.kafka.group_offsets import group_offsets
from shared.delivery.kafka.positions import kept_positions
from shared.delivery.shell.transaction import Shell
from tests.delivery.desk import notes, number, parked
from tests.delivery.line import Line
from tests.delivery.test_from_kafka import at_offset, has
from tests.topics import create_topic, delete_topics
from tests.waiting import eventually

_numbers = count(1)


@pytest.fixture
async def line(local_stack: LocalStack, shell: Shell, pool: asyncpg.Pool) -> Line:
    """Five records were performed and committed."""
    name = f"delivery-recreated-{next(_numbers)}"
    await create_topic(local_stack.bootstrap_servers, name, partitions=1)
    made = Line(local_stack.bootstrap_servers, name)
    await made.tell(*(number("a", n) for n in range(5)))
    async with made.consuming(shell):
        await eventually(lambda: has(pool, "a", 5))
        await eventually(lambda: at_offset(made, 5))
    return made


async def recreate(line: Line) -> None:
    async def create() -> bool:
        await create_topic(line.bootstrap_servers, line.name, partitions=1)
        return True

    await delete_topics(line.bootstrap_servers, [line.name])
    await eventually(create, despite=BrokerRefused)  # while it is still being deleted


async def test_a_topic_made_anew_is_read_from_its_first_record_and_told(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    await recreate(line)
    await line.tell(number("b", 1), number("b", 2))

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "b", 2))
        await eventually(lambda: at_offset(line, 2))

    assert await parked(pool) == [("topic_recreated", 5)]
    assert (await pool.fetchval("SELECT detail FROM parked")).startswith(
        "this service had read up to offset 5, its group has no offset there any more and the log ends at 2: "
        "the topic was deleted and created again."
    )
    assert await kept_positions(pool, [line.name]) == {TopicPartition(line.name, 0): 2}


async def test_a_topic_made_anew_that_has_grown_longer_is_told_as_well(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    """Its records are others than those that were read there before."""
    await recreate(line)
    await line.tell(*(number("b", n) for n in range(7)))

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "b", 7))

    assert await parked(pool) == [("topic_recreated", 5)]
    assert await notes(pool, "a") == ["0", "1", "2", "3", "4"]


async def test_it_is_told_once_however_often_the_service_starts(line: Line, shell: Shell, pool: asyncpg.Pool) -> None:
    await recreate(line)
    async with line.consuming(shell):
        await eventually(lambda: told(pool, 1))
    await pool.execute("DELETE FROM parked")
    await line.tell(number("b", 1))

    async with line.consuming(shell):
        await eventually(lambda: has(pool, "b", 1))

    assert await parked(pool) == []


async def test_a_group_that_the_brokers_forgot_reads_again_and_nothing_is_told(
    line: Line, shell: Shell, pool: asyncpg.Pool
) -> None:
    """The records are those that the database knows: the topic is the same."""
    other = Line(line.bootstrap_servers, line.name)
    other.group = f"{line.name}-forgotten"
    await line.tell(number("a", 5))

    async with other.consuming(shell):
        await eventually(lambda: has(pool, "a", 6))

    assert await parked(pool) == []
    assert await notes(pool, "a") == ["0", "1", "2", "3", "4", "5"]


async def told(pool: asyncpg.Pool, number_of_notices: int) -> bool:
    return len(await parked(pool)) == number_of_notices


class Client:
    """Of a broker that gives these answers, one after the other."""

    def __init__(self, *answers: Any) -> None:  # noqa: ANN401
        self.answers = [SimpleNamespace(error_code=0, coordinator_id=1), *answers]
        self.get_random_node = lambda: 1

    async def send(self, _node: int, _request: object) -> Any:  # noqa: ANN401
        return self.answers.pop(0)


def offsets(*topics: Any, error: int = 0) -> Any:  # noqa: ANN401
    return SimpleNamespace(error_code=error, topics=list(topics))


async def test_offsets_are_those_that_were_committed() -> None:
    answer = offsets(("events", [(0, 7, "", 0), (1, -1, "", 0)]))

    assert await group_offsets(Client(answer), "g") == {TopicPartition("events", 0): 7}


async def test_a_coordinator_that_still_loads_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """aiokafka takes the same answer for a group that has never committed anything."""
    monkeypatch.setattr("shared.delivery.kafka.group_offsets.PAUSE_S", 0)
    loading, found = offsets(error=14), SimpleNamespace(error_code=0, coordinator_id=1)
    answer = offsets(("events", [(0, 7, "", 0)]))

    assert await group_offsets(Client(loading, found, answer), "g") == {TopicPartition("events", 0): 7}


async def test_a_broker_that_will_not_tell_is_no_group_without_offsets() -> None:
    with pytest.raises(GroupAuthorizationFailedError, match="offsets of g are not told"):
        await group_offsets(Client(offsets(error=30)), "g")
    with pytest.raises(KafkaError, match=r"events/1: TopicAuthorizationFailed \(29\)"):
        await group_offsets(Client(offsets(("events", [(0, 7, "", 0), (1, -1, "", 29)]))), "g")
