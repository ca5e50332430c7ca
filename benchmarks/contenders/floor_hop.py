"""The floor: the least that any correct program must do for one durable hop, and nothing else.

Batches from aiokafka; one asyncpg transaction per batch with arrays (inbox, state, history, outbox); produce with
acks=all and idempotence, CloudEvents headers passed on; delete the outbox rows; commit the offsets. What a crash left
in the outbox goes out at the next start. No framework, no validation, no telemetry, no journal chain.

python -m benchmarks.contenders.floor_hop HOP DSN BOOTSTRAP
"""

import asyncio
import signal
import sys
from collections.abc import Sequence
from uuid import UUID, uuid4

import asyncpg
import msgspec
import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, ConsumerRecord

from benchmarks.load import PARTITIONS, topic
from shared.delivery.kafka.partitioning import partition_of

TABLES = """
CREATE TABLE IF NOT EXISTS inbox (id uuid PRIMARY KEY);
CREATE TABLE IF NOT EXISTS state (id uuid PRIMARY KEY, version int NOT NULL, body jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS history (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    aggregate uuid NOT NULL, message uuid NOT NULL, at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key bytea NOT NULL, headers bytea NOT NULL, value bytea NOT NULL
);
"""
BATCH = 500
Headers = list[tuple[str, bytes]]
Row = tuple[bytes, Headers, bytes]
pack = msgspec.msgpack.Encoder().encode
unpack = msgspec.msgpack.Decoder(Headers).decode


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
    left = await conn.fetch("SELECT id, key, headers, value FROM outbox ORDER BY id")
    await _send_off(conn, producer, topic(number + 1), {r["id"]: (r[1], unpack(r[2]), r[3]) for r in left})
    while not stop.is_set():
        found = await consumer.getmany(timeout_ms=200, max_records=BATCH)
        records = [record for part in found.values() for record in part]
        if records:
            await _send_off(conn, producer, topic(number + 1), await _perform(conn, records))
            await consumer.commit()
    await producer.stop()
    await consumer.stop()
    await conn.close()


async def _perform(conn: asyncpg.Connection, records: Sequence[ConsumerRecord[bytes, bytes]]) -> dict[int, Row]:
    """One transaction; what is to be sent, by outbox id."""
    ids = [UUID(next(value for name, value in r.headers if name == "ce_id").decode()) for r in records]
    async with conn.transaction():
        new = await conn.fetch(
            "INSERT INTO inbox SELECT unnest($1::uuid[]) ON CONFLICT DO NOTHING RETURNING id", list(set(ids))
        )
        unseen = {row["id"] for row in new}
        once = dict(zip(ids, records, strict=True)).items()
        fresh = [(id_, r) for id_, r in once if id_ in unseen]
        keys = [UUID(r.key.decode()) for _, r in fresh]
        await conn.execute(
            "INSERT INTO state SELECT k, 1, b FROM unnest($1::uuid[], $2::jsonb[]) AS v(k, b) "
            "ON CONFLICT (id) DO UPDATE SET version = state.version + 1, body = excluded.body",
            keys,
            [r.value.decode() for _, r in fresh],
        )
        await conn.execute(
            "INSERT INTO history (aggregate, message) SELECT * FROM unnest($1::uuid[], $2::uuid[])",
            keys,
            [id_ for id_, _ in fresh],
        )
        out = [(r.key, _passed_on(r.headers), r.value) for _, r in fresh]
        rows = await conn.fetch(
            "INSERT INTO outbox (key, headers, value) "
            "SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[]) RETURNING id",
            [key for key, _, _ in out],
            [pack(headers) for _, headers, _ in out],
            [value for _, _, value in out],
        )
    return {row["id"]: one for row, one in zip(rows, out, strict=True)}


def _passed_on(headers: Sequence[tuple[str, bytes]]) -> Headers:
    """The same headers under a new id."""
    new = str(uuid4()).encode()
    return [(name, new if name == "ce_id" else value) for name, value in headers]


async def _send_off(conn: asyncpg.Connection, producer: AIOKafkaProducer, out: str, rows: dict[int, Row]) -> None:
    lanes: dict[int, list[Row]] = {}
    for row in rows.values():
        lanes.setdefault(partition_of(row[0], PARTITIONS), []).append(row)
    await asyncio.gather(*(_send(producer, out, place, lane) for place, lane in lanes.items()))
    await conn.execute("DELETE FROM outbox WHERE id = ANY($1::int8[])", list(rows))


async def _send(producer: AIOKafkaProducer, out: str, place: int, lane: list[Row]) -> None:
    batch = producer.create_batch()
    for key, headers, value in lane:
        if batch.append(key=key, value=value, timestamp=None, headers=headers) is None:
            await (await producer.send_batch(batch, out, partition=place))
            batch = producer.create_batch()
            batch.append(key=key, value=value, timestamp=None, headers=headers)
    await (await producer.send_batch(batch, out, partition=place))


if __name__ == "__main__":
    uvloop.run(hop(int(sys.argv[1]), sys.argv[2], sys.argv[3]))
