"""Create the topics that the contracts declare."""

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.console.places import kafka_security
from shared.contracts.topics import TOPICS, Topic
from shared.runtime.broker_answers import refused_topics


async def create_topics(bootstrap_servers: str, *, replication: int = 1) -> tuple[list[Topic], list[str]]:
    """Create what is missing; give what was created, and what is wrong: a topic that the broker refused, with the
    broker's error, or one that exists with another partition count."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers, **kafka_security())
    await admin.start()
    try:
        there = set(await admin.list_topics())
        missing = [topic for topic in TOPICS if topic.name not in there]
        refused: dict[str, str] = {}
        if missing:
            refused = refused_topics(await admin.create_topics([_new(topic, replication) for topic in missing]))
        described = await admin.describe_topics([topic.name for topic in TOPICS if topic.name in there])
        wanted = {topic.name: topic.partitions for topic in TOPICS}
        wrong = [f"{name} was not created: {why}" for name, why in refused.items()]
        wrong += [
            f"{one['topic']} has {len(one['partitions'])} partitions, declared are {wanted[one['topic']]}: they are "
            "fixed at creation"
            for one in described
            if len(one["partitions"]) != wanted[one["topic"]]
        ]
        return [topic for topic in missing if topic.name not in refused], wrong
    finally:
        await admin.close()


def _new(topic: Topic, replication: int) -> NewTopic:
    return NewTopic(
        name=topic.name, num_partitions=topic.partitions, replication_factor=replication, topic_configs=topic.config
    )
