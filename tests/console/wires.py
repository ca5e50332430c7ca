"""The real topics on the real broker, and the hands that carry records to them and from them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.brokers.topics import create_topics
from shared.base.clock import SimulatedClock
from shared.contracts.topics import TOPICS
from shared.delivery.kafka.record import record_of
from shared.delivery.kafka.sender import Row, Sender
from shared.delivery.recovery.topic_reader import Offsets, TopicReader
from shared.delivery.shell.messages import Record
from shared.delivery.shell.transaction import Shell
from shared.runtime.service import Service
from tests.topics import administering, delete_topics
from tests.waiting import eventually


async def empty_topics(bootstrap_servers: str) -> None:
    """All topics, as on the first day."""
    async with administering(bootstrap_servers) as admin:
        there = set(await admin.list_topics()) & {topic.name for topic in TOPICS}
    if there:
        await delete_topics(bootstrap_servers, there)
    await eventually(lambda: create_topics(bootstrap_servers), lambda made: not made[1], despite=KafkaError)


async def publish(bootstrap_servers: str, records: Iterable[Record]) -> None:
    """Records onto their topics, in order."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers)
    await producer.start()
    for one in records:
        await producer.send_and_wait(one.topic, one.value, key=one.key or None, headers=list(one.headers))
    await producer.stop()


async def relay(pool: asyncpg.Pool, bootstrap_servers: str) -> None:
    """Carry the outbox to its topics."""
    rows = await pool.fetch("SELECT id, topic, key, headers, value FROM outbox ORDER BY id")
    sender = Sender(bootstrap_servers, "test")
    await sender.send([Row(*row) for row in rows])
    await sender.stop()
    await pool.execute("DELETE FROM outbox WHERE id = ANY($1::int8[])", [row["id"] for row in rows])


async def hear(service: Service, shell: Shell, bootstrap_servers: str) -> None:
    """The service takes everything that lies on its topics."""
    async with TopicReader(bootstrap_servers, service.subscriptions.topics) as reader:
        async for records in reader.upto(await reader.ends()):
            messages = [message for raw in records for message in service.subscriptions.read(record_of(raw))]
            await shell.perform(messages)


def noon(file: Path, day: str) -> datetime:
    """It is noon of that day, for the console too, which reads its clock from the file."""
    instant = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    SimulatedClock.shift(file, instant - datetime.now(UTC))
    return instant


async def pass_over(service: Service, bootstrap_servers: str, offsets: Offsets | None = None) -> Offsets:
    """The service's offsets stand at the end of all its topics, whatever it has taken; or at the given ones."""
    group = f"referencement-{service.name}"
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, group_id=group, enable_auto_commit=False)
    await consumer.start()
    places = [TopicPartition(name, part) for name in service.subscriptions.topics for part in range(6)]
    consumer.assign(places)
    passed: Offsets = offsets or await consumer.end_offsets(places)
    await consumer.commit(passed)
    await consumer.stop()
    return passed
