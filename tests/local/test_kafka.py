"""The embedded Kafka is a real one: topics are declared, compaction is a topic's own, brokers come back."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from deploy.local.embedded import embedded_kafka
from deploy.local.kafka import Kafka
from deploy.local.stack import LocalStack
from shared.delivery.kafka.broker_answers import require_resources
from tests.topics import administering, create_topic


def silent(_line: str) -> None:
    """Progress is not what these tests are about."""


@pytest.fixture
def own_kafka(tmp_path: Path) -> Iterator[Kafka]:
    kafka = embedded_kafka(tmp_path, None, 1, silent)
    try:
        kafka.start()
        yield kafka
    finally:
        kafka.stop()


@pytest.fixture
async def admin(local_stack: LocalStack) -> AsyncIterator[AIOKafkaAdminClient]:
    async with administering(local_stack.bootstrap_servers) as client:
        yield client


async def read_one(bootstrap_servers: str, topic: str) -> bytes | None:
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    try:
        value: bytes | None = (await consumer.getone()).value
        return value
    finally:
        await consumer.stop()


async def write_one(bootstrap_servers: str, topic: str, value: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        await producer.send_and_wait(topic, value, key=b"dossier-1")
    finally:
        await producer.stop()


async def test_a_compacted_topic_carries_a_message(local_stack: LocalStack, admin: AIOKafkaAdminClient) -> None:
    await create_topic(local_stack.bootstrap_servers, "local.compacted", 1, config={"cleanup.policy": "compact"})

    await write_one(local_stack.bootstrap_servers, "local.compacted", b"granted")

    assert await read_one(local_stack.bootstrap_servers, "local.compacted") == b"granted"
    described = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, "local.compacted")])
    require_resources("describe", described)
    entries = {entry[0]: entry[1] for resource in described[0].resources for entry in resource[4]}
    assert entries["cleanup.policy"] == "compact"


async def test_no_topic_comes_into_being_by_being_written_to(local_stack: LocalStack) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=local_stack.bootstrap_servers, request_timeout_ms=1_000)
    await producer.start()

    with pytest.raises(KafkaError):
        await producer.send_and_wait("local.undeclared", b"lost")

    await producer.stop()


async def test_a_killed_broker_comes_back_with_its_records(own_kafka: Kafka) -> None:
    await create_topic(own_kafka.bootstrap_servers, "local.kept", 1)
    await write_one(own_kafka.bootstrap_servers, "local.kept", b"kept")

    own_kafka.kill(1)
    own_kafka.start(1)

    assert await read_one(own_kafka.bootstrap_servers, "local.kept") == b"kept"


async def test_three_brokers_lose_one_and_go_on(tmp_path: Path) -> None:
    kafka = embedded_kafka(tmp_path, None, 3, silent)
    try:
        kafka.start()
        await create_topic(kafka.bootstrap_servers, "local.replicated", 1, replication=3)

        kafka.kill(2)
        await write_one(kafka.bootstrap_servers, "local.replicated", b"written by two")
        kafka.start(2)

        assert await read_one(kafka.bootstrap_servers, "local.replicated") == b"written by two"
    finally:
        kafka.stop()
