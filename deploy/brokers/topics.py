"""Create the topics that the contracts declare."""

import asyncio
from collections.abc import Set as AbstractSet

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, TopicAuthorizationFailedError

from deploy.brokers.administration import administering
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import Topic
from shared.delivery.kafka.broker_answers import refused_topics
from shared.diagnosis.causes import partitions_cause

LISTED_S, AGAIN_S = 60.0, 0.1
"""How long brokers may take to list what their controller has created."""


async def create_topics(
    bootstrap_servers: str,
    *,
    replication: int = 1,
    names: KafkaNames = KafkaNames(),  # noqa: B008  # frozen
) -> tuple[list[Topic], list[str]]:
    """Create what is missing; give what was created, and what is wrong: a topic that the broker refused, with the
    broker's error, or one that exists with another partition count.

    Asked for are all of them, for a broker lists a topic only a moment after it was created, and a deleted one longer
    than it is there: the word of the controller, which creates, counts. Comes back when brokers list all of them.
    """
    topics = names.topics()
    async with administering(bootstrap_servers) as admin:
        listed = await _sizes(admin)
        answer = await admin.create_topics([_new(topic, replication) for topic in topics])
        there = set(refused_topics(answer, only=TopicAlreadyExistsError))
        there |= refused_topics(answer, only=TopicAuthorizationFailedError).keys() & listed.keys()
        refused = {name: why for name, why in refused_topics(answer).items() if name not in there}
        sizes = await _listed(admin, {topic.name for topic in topics} - refused.keys())
    created = [topic for topic in topics if topic.name not in refused and topic.name not in there]
    wrong = [f"topic {name} was not created: {why}" for name, why in refused.items()]
    wrong += [
        f"topic {topic.name} is there, and no broker lists it yet: look again"
        for topic in topics
        if topic.name not in sizes and topic.name not in refused
    ]
    wrong += [
        partitions_cause(topic.name, sizes[topic.name], topic.partitions)
        for topic in topics
        if topic.name in sizes and sizes[topic.name] != topic.partitions
    ]
    return created, wrong


async def _listed(admin: AIOKafkaAdminClient, wanted: AbstractSet[str]) -> dict[str, int]:
    """What is listed as soon as all that is wanted is, or when it has taken too long."""
    until = asyncio.get_running_loop().time() + LISTED_S
    while wanted - (sizes := await _sizes(admin)).keys() and asyncio.get_running_loop().time() < until:  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(AGAIN_S)
    return sizes


async def _sizes(admin: AIOKafkaAdminClient) -> dict[str, int]:
    """The topics that the brokers list without an error, and how many partitions each has."""
    return {one["topic"]: len(one["partitions"]) for one in await admin.describe_topics() if not one["error_code"]}


def _new(topic: Topic, replication: int) -> NewTopic:
    return NewTopic(
        name=topic.name, num_partitions=topic.partitions, replication_factor=replication, topic_configs=topic.config
    )
