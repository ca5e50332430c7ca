"""The floor: the least that any correct program must do for one durable hop, and nothing else.

Batches from aiokafka; one asyncpg transaction per batch with arrays (inbox, state, history, outbox); produce with
acks=all and idempotence; delete the outbox rows; commit the offsets. No framework, no validation, no telemetry, no
journal chain.

python -m benchmarks.floor_hop HOP DSN BOOTSTRAP
"""

import asyncio
import signal
import sys
from uuid import UUID, uuid4

import asyncpg
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord
from aiokafka.partitioner import murmur2

from benchmarks.load import PARTITIONS, topic

TABLES = """
CREATE TABLE IF NOT EXISTS inbox (id uuid PRIMARY KEY);
CREATE TABLE IF NOT EXISTS state (id uuid PRIMARY KEY, version int NOT NULL, body jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    aggregate uuid NOT NULL, message uuid NOT NULL, at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key bytea NOT NULL, event uuid NOT NULL, value bytea NOT NULL
);
"""
BATCH = 500


async def hop(number: int, dsn: str, bootstrap: str) -> None:
    """Consume topic `number`, produce topic `number + 1`, until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    conn = await asyncpg.connect(dsn)
    await conn.execute(TABLES)
    consumer = AIOKafkaConsumer(
        topic(number), bootstrap_servers=bootstrap, group_id=f"floor-{number}", enable_auto_commit=False,
        auto_offset_reset="earliest", max_poll_records=BATCH,
    )  # fmt: skip
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, max_batch_size=2**20)
    await consumer.start()
    await producer.start()
    while not stop.is_set():
        found = await consumer.getmany(timeout_ms=200, max_records=BATCH)
        records = [record for part in found.values() for record in part]
        if records:
            await _perform(conn, producer, topic(number + 1), records)
            await consumer.commit()
    await producer.stop()
    await consumer.stop()
    await conn.close()


async def _perform(
    conn: asyncpg.Connection, producer: AIOKafkaProducer, out: str, records: list[ConsumerRecord[bytes, bytes]]
) -> None:
    async with conn.transaction():
        new = await conn.fetch(
            "INSERT INTO inbox SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING id",
            [UUID(bytes=dict(r.headers)["id"]) for r in records],
        )
        fresh_ids = {row["id"].bytes for row in new}
        fresh = [r for r in records if dict(r.headers)["id"] in fresh_ids]
        keys = [UUID(r.key.decode()) for r in fresh]
        await conn.execute(
            "INSERT INTO state SELECT k, 1, b FROM unnest($1::uuid[], $2::jsonb[]) AS v(k, b) "
            "ON CONFLICT (id) DO UPDATE SET version = state.version + 1, body = excluded.body",
            keys,
            [r.value.decode() for r in fresh],
        )
        await conn.execute(
            "INSERT INTO history (aggregate, message) SELECT * FROM unnest($1::uuid[], $2::uuid[])",
            keys,
            [UUID(bytes=dict(r.headers)["id"]) for r in fresh],
        )
        events = [uuid4() for _ in fresh]
        rows = await conn.fetch(
            "INSERT INTO outbox (key, event, value) "
            "SELECT * FROM unnest($1::bytea[], $2::uuid[], $3::bytea[]) RETURNING id",
            [r.key for r in fresh],
            events,
            [r.value for r in fresh],
        )
    lanes: dict[int, list[tuple[bytes, bytes, bytes]]] = {}
    for record, event in zip(fresh, events, strict=True):
        place = (murmur2(record.key) & 0x7FFFFFFF) % PARTITIONS
        lanes.setdefault(place, []).append((record.key, record.value, event.bytes))
    await asyncio.gather(*(_send(producer, out, place, lane) for place, lane in lanes.items()))
    await conn.execute("DELETE FROM outbox WHERE id = ANY($1::int8[])", [row["id"] for row in rows])


async def _send(producer: AIOKafkaProducer, out: str, place: int, lane: list[tuple[bytes, bytes, bytes]]) -> None:
    batch = producer.create_batch()
    for key, value, event in lane:
        if batch.append(key=key, value=value, timestamp=None, headers=[("id", event)]) is None:
            await (await producer.send_batch(batch, out, partition=place))
            batch = producer.create_batch()
            batch.append(key=key, value=value, timestamp=None, headers=[("id", event)])
    await (await producer.send_batch(batch, out, partition=place))


if __name__ == "__main__":
    uvloop.run(hop(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
