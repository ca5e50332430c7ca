"""Topics made and removed on a real broker: come back when brokers list what their controller did."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager

from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.delivery.kafka.broker_answers import require_topics
from tests.waiting import eventually


@asynccontextmanager
async def administering(bootstrap_servers: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """Somebody who may create and delete."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        yield admin
    finally:
        await admin.close()


async def create_topic(
    bootstrap_servers: str,
    name: str,
    partitions: int = 3,
    *,
    replication: int = 1,
    config: Mapping[str, str] | None = None,
) -> None:
    """BrokerRefused: it is there already."""
    async with administering(bootstrap_servers) as admin:
        topic = NewTopic(name, partitions, replication, topic_configs=config)
        require_topics("create", await admin.create_topics([topic]))
        await told(admin, [name], there=True)


async def delete_topics(bootstrap_servers: str, names: Iterable[str]) -> None:
    """BrokerRefused: one of them is not there."""
    gone = sorted(names)
    async with administering(bootstrap_servers) as admin:
        require_topics("delete", await admin.delete_topics(gone))
        await told(admin, gone, there=False)


async def told(admin: AIOKafkaAdminClient, names: Iterable[str], *, there: bool) -> None:
    """Wait until brokers list all of these topics, each with its leaders, or none of them."""

    async def listed() -> set[str]:
        found = await admin.describe_topics()
        return {one["topic"] for one in found if not there or not _unsettled(one)}

    wanted = set(names)
    await eventually(listed, lambda seen: seen >= wanted if there else not seen & wanted)


def _unsettled(topic: dict[str, object]) -> bool:
    parts = topic["partitions"]
    return bool(topic["error_code"]) or not parts or any(one["error_code"] for one in parts)  # type: ignore[attr-defined]
