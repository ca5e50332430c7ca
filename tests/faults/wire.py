"""What lies on the event topics and in the databases: copies, rewinds, fingerprints."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.oracle.collection import SERVICES_BY_NAME
from deploy.oracle.quiescence import PARTITIONS
from shared.delivery.kafka.broker_answers import require_groups
from shared.delivery.kafka.reader import Reader

Raw: TypeAlias = ConsumerRecord[bytes | None, bytes | None]


async def everything(bootstrap_servers: str) -> list[Raw]:
    """Every record of the event topics, in order per partition."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(PARTITIONS)
        ends = await consumer.end_offsets(PARTITIONS)
        await consumer.seek_to_beginning(*PARTITIONS)
        found: list[Raw] = []
        reader = Reader(consumer, tries=2)
        while [part for part in PARTITIONS if await consumer.position(part) < ends[part]]:
            polled = await reader.poll(200)
            for records in polled.records.values():
                found += records
            for gap in polled.unreadable:
                reader.settled(gap)
        return found
    finally:
        await consumer.stop()


@asynccontextmanager
async def producing(bootstrap_servers: str) -> AsyncIterator[AIOKafkaProducer]:
    """A stranger's producer."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all", max_request_size=4_000_000)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


async def put_again(producer: AIOKafkaProducer, records: Iterable[Raw]) -> int:
    """The same records once more, in the same order, in the same partitions."""
    sent = [
        await producer.send(
            one.topic, one.value, key=one.key, partition=one.partition, headers=[(k, v) for k, v in one.headers]
        )
        for one in records
    ]
    await asyncio.gather(*sent)
    return len(sent)


async def rewind(bootstrap_servers: str, service: str, to: Mapping[TopicPartition, int] | None = None) -> None:
    """Set the committed offsets of a service that does not run: to 0, unless told otherwise."""
    topics = SERVICES_BY_NAME[service].subscriptions.topics
    offsets = {part: (to or {}).get(part, 0) for part in PARTITIONS if part.topic in topics}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap_servers, group_id=f"referencement-{service}", enable_auto_commit=False
    )
    await consumer.start()
    try:
        consumer.assign(list(offsets))
        await consumer.commit(offsets)
    finally:
        await consumer.stop()


async def members(bootstrap_servers: str, service: str) -> int:
    """How many members the group of a service has, as the brokers see it."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        (answer,) = await admin.describe_consumer_groups([f"referencement-{service}"])
        require_groups("members", [answer])
        return len(answer.groups[0][5])
    finally:
        await admin.close()


async def fingerprint(databases: Mapping[str, str]) -> dict[str, str]:
    """A hash per service over all its aggregates, byte for byte, and over how long its journal is."""
    return {
        service: await _fingerprint(SERVICES_BY_NAME[service].aggregates, dsn) for service, dsn in databases.items()
    }


async def _fingerprint(aggregates: Iterable[Any], dsn: str) -> str:
    conn = await asyncpg.connect(dsn)
    try:
        whole = hashlib.sha256()
        for aggregate in aggregates:
            for row in await conn.fetch(
                "SELECT id::text, state, version, events, entries, encode(journal_head, 'hex') AS head, body::text "
                f"AS body FROM {aggregate.table.name} ORDER BY id"
            ):
                whole.update("|".join(map(str, row)).encode())
        whole.update(str(await conn.fetchval("SELECT count(*) FROM journal")).encode())
        return whole.hexdigest()
    finally:
        await conn.close()
