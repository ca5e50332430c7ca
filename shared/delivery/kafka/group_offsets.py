"""What a consumer group has committed, with the broker's errors read.

aiokafka reads the errors of single partitions only. Where the broker refuses the whole answer (its coordinator still
loads, it is another one by now, the group may not be described), the answer names no partition: taken at its word, the
group has never committed anything.
"""

import asyncio
from typing import Any

from aiokafka import TopicPartition
from aiokafka.errors import KafkaTimeoutError, for_code
from aiokafka.protocol.commit import OffsetFetchRequest
from aiokafka.protocol.coordination import FindCoordinatorRequest

from shared.delivery.kafka.broker_answers import BrokerRefused, refused_offsets

TRIES, PAUSE_S, AT_MOST_S = 10, 0.5, 15.0
GROUP = 0
"""The kind of coordinator that is asked for."""


async def group_offsets(client: Any, group: str, tries: int = TRIES) -> dict[TopicPartition, int]:  # noqa: ANN401
    """The next offset of each partition of which the group has one, by aiokafka's client of a consumer or an admin.

    Asked again while the coordinator loads or moves. KafkaError: nobody answers; BrokerRefused: it says no.
    """
    try:
        async with asyncio.timeout(AT_MOST_S):
            return await _asked(client, group, tries)
    except TimeoutError as error:
        raise KafkaTimeoutError(f"offsets of {group} are not told in time") from error


async def _asked(client: Any, group: str, tries: int) -> dict[TopicPartition, int]:  # noqa: ANN401
    for left in reversed(range(tries)):
        found = await client.send(client.get_random_node(), FindCoordinatorRequest(group, GROUP))
        error = for_code(found.error_code)
        if not error.errno:
            answer = await client.send(found.coordinator_id, OffsetFetchRequest(group, None))
            error = for_code(getattr(answer, "error_code", 0))
            if not error.errno:
                return _offsets(group, answer)
        if not error.retriable or not left:
            raise error(f"offsets of {group} are not told")
        await asyncio.sleep(PAUSE_S)
    raise AssertionError("unreachable")


def _offsets(group: str, answer: Any) -> dict[TopicPartition, int]:  # noqa: ANN401
    if refused := refused_offsets(answer):
        raise BrokerRefused(f"offsets of {group}", refused)
    return {
        TopicPartition(topic, part): offset
        for topic, parts in answer.topics
        for part, offset, *_ in parts
        if offset >= 0
    }
