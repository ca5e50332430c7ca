"""A topic of one's own on the real broker: filled through the outbox, read to its end."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.base.progress import Progress
from shared.delivery.kafka.relay import Relay
from shared.delivery.shell.effects import pack, shard_of
from shared.delivery.shell.messages import Record
from tests.waiting import eventually

HEADERS = pack([("content-type", b"application/json")])


async def read_all(bootstrap_servers: str, topic: str) -> list[tuple[bytes, bytes]]:
    """Key and value of every record that is there now, in order per partition."""
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    await consumer.start()
    try:
        ends = await consumer.end_offsets(list(consumer.assignment()))
        found: list[tuple[bytes, bytes]] = []
        while any([await consumer.position(part) < end for part, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += [(record.key, record.value) for record in records]
        return found
    finally:
        await consumer.stop()


async def put(pool: asyncpg.Pool, topic: str, rows: Iterable[tuple[bytes, bytes]], headers: bytes = HEADERS) -> None:
    """Rows into the outbox, in order."""
    await pool.executemany(
        "INSERT INTO outbox (shard, topic, key, headers, value) VALUES ($1, $2, $3, $4, $5)",
        [(shard_of(key), topic, key, headers, value) for key, value in rows],
    )


async def produce(bootstrap_servers: str, topic: str, records: Iterable[Record]) -> None:
    """Records straight onto a topic, as a stranger could."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, max_request_size=4_000_000)
    await producer.start()
    for one in records:
        await producer.send(topic, one.value, key=one.key or None, headers=list(one.headers))
    await producer.stop()


@asynccontextmanager
async def running(relay: Relay) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(relay.run(Progress()))
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def emptied(pool: asyncpg.Pool, left: int = 0) -> None:
    """Wait until no more than `left` rows wait in the outbox."""
    await eventually(lambda: pool.fetchval("SELECT count(*) FROM outbox"), lambda waiting: waiting <= left)


def without_repeats(records: Iterable[tuple[bytes, bytes]]) -> dict[bytes, list[bytes]]:
    """The values of each key in the order of their first appearance."""
    seen: dict[bytes, dict[bytes, None]] = {}
    for key, value in records:
        seen.setdefault(key, {})[value] = None
    return {key: list(values) for key, values in seen.items()}
