"""Reads the five databases and all topics into a snapshot."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from itertools import chain
from typing import Any

import asyncpg
import msgspec
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

from deploy.oracle.snapshot import Database, PublishedRecord, Row, Snapshot
from shared.contracts.envelope import Unreadable, read_envelope, read_event
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.origin import check_subject
from shared.contracts.topics import DECISIONS, EVENTS, LISTINGS, SERVICES, TOPICS
from shared.delivery.kafka.origin_check import check_sender
from shared.delivery.kafka.reader import Reader
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.messages import Incoming, Record
from shared.runtime.service import Service
from shared.signing.verifier import Verifier

SILENCE_S = 60.0
READ = [topic for topic in TOPICS if topic.name in (*EVENTS.values(), DECISIONS, LISTINGS)]
SERVICES_BY_NAME: dict[str, Service] = {name: import_module(f"services.{name}.main").SERVICE for name in SERVICES}


UNPREFIXED = KafkaNames()


async def collect(
    databases: Mapping[str, str],
    bootstrap_servers: str,
    now: datetime,
    verifier: Verifier | None = None,
    names: KafkaNames = UNPREFIXED,
) -> Snapshot:
    """Everything that is there. `now` is the services' time; a record that `verifier` refuses counts as unreadable."""
    contents = await asyncio.gather(*(_database(name, dsn, now) for name, dsn in databases.items()))
    records, unreadable = await _records(bootstrap_servers, verifier, names)
    return Snapshot(
        databases={one.service: one for one in contents}, records=tuple(records), unreadable=tuple(unreadable)
    )


async def _database(name: str, dsn: str, now: datetime) -> Database:
    service = SERVICES_BY_NAME[name]
    conn = await asyncpg.connect(dsn)
    try:
        # one transaction: what is read belongs together
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            rows: list[Row] = []
            snapshots: dict[str, Mapping[str, Any]] = {}
            for aggregate in service.aggregates:
                found = await conn.fetch(f"SELECT * , body::text AS text FROM {aggregate.table.name}")
                rows += [_row(aggregate.name, one) for one in found]
                snapshots |= _snapshots(aggregate, found)
            parked = await conn.fetch("SELECT * FROM parked WHERE status = 'parked'")
            return Database(
                service=name,
                lives={aggregate.name: aggregate.life for aggregate in service.aggregates},
                rows=tuple(rows),
                snapshots=snapshots,
                journal=tuple(_entry(one) for one in await conn.fetch("SELECT * FROM journal ORDER BY id")),
                outbox=await conn.fetchval("SELECT count(*) FROM outbox"),
                due=await conn.fetchval("SELECT count(*) FROM deadlines WHERE due_at <= $1", now),
                parked={
                    str(one["id"]): f"{one['reason']} {one['detail']} "
                    f"({one['topic']}/{one['partition']}@{one['position']})"
                    for one in parked
                },
            )
    finally:
        await conn.close()


def _row(kind: str, found: Mapping[str, Any]) -> Row:
    return Row(
        kind=kind,
        id=str(found["id"]),
        dossier=str(found["dossier"]) if found["dossier"] else None,
        state=found["state"],
        version=found["version"],
        events=found["events"],
        entries=found["entries"],
        journal_head=found["journal_head"],
        body=msgspec.json.decode(found["text"]),
    )


def _entry(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """A journal row with its ids as text, as they were when it was sealed."""
    return {**found, **{name: str(found[name]) if found[name] else None for name in ("aggregate", "dossier")}}


def _snapshots(aggregate: Aggregate[Any], found: list[Any]) -> dict[str, Mapping[str, Any]]:
    if aggregate.snapshot is None:
        return {}
    snapshots = {str(one["id"]): aggregate.snapshot(aggregate.decode(one["text"])) for one in found}
    return {id_: msgspec.json.decode(msgspec.json.encode(one)) for id_, one in snapshots.items() if one is not None}


async def _records(
    bootstrap_servers: str, verifier: Verifier | None, names: KafkaNames
) -> tuple[list[PublishedRecord], list[str]]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap_servers, auto_offset_reset="earliest")
    async with asyncio.timeout(SILENCE_S):
        await consumer.start()
    try:
        return await _read_to_the_ends(consumer, verifier, names)
    finally:
        await consumer.stop()


async def _read_to_the_ends(
    consumer: AIOKafkaConsumer, verifier: Verifier | None, names: KafkaNames
) -> tuple[list[PublishedRecord], list[str]]:
    """All that is on the topics at this moment. TimeoutError: records stopped coming before."""
    partitions = [TopicPartition(names.topic(topic.name), part) for topic in READ for part in range(topic.partitions)]
    consumer.assign(partitions)
    ends = await consumer.end_offsets(partitions)
    await consumer.seek_to_beginning(*partitions)
    records: list[PublishedRecord] = []
    unreadable: list[str] = []
    reader, last_record = Reader(consumer, tries=2), time.monotonic()
    while [one for one in partitions if await consumer.position(one) < ends[one]]:
        found = await reader.poll(200)
        last_record = time.monotonic() if found.records or found.unreadable else last_record
        if time.monotonic() - last_record > SILENCE_S:
            raise TimeoutError(f"no records for {SILENCE_S:.0f} s before the ends of the topics")
        for record in chain.from_iterable(found.records.values()):
            readable = _read_or_refused(record, verifier, names)
            if isinstance(readable, str):
                unreadable.append(readable)
            else:
                records.append(readable)
        for gap in found.unreadable:
            unreadable.append(gap.said())
            reader.settled(gap)
    return records, unreadable


def _read_or_refused(
    record: ConsumerRecord[bytes, bytes], verifier: Verifier | None, names: KafkaNames
) -> PublishedRecord | str:
    """The record, or its position and why it cannot be read."""
    try:
        return read_record(record, verifier, names)
    except Unreadable as error:
        return f"{record.topic}/{record.partition}@{record.offset} {error}"


def read_record(
    record: ConsumerRecord[bytes, bytes], verifier: Verifier | None, names: KafkaNames = UNPREFIXED
) -> PublishedRecord:
    """The record as the oracle knows it. Unreadable: it is no event of ours, or not its owner's."""
    envelope = read_envelope(record.headers)
    raw = Record(record.topic, record.partition, record.offset, record.key or b"", tuple(record.headers), record.value)
    check_sender(raw, envelope, verifier, names)
    event = read_event(envelope.type, record.value)
    check_subject(envelope, event)
    incoming = (
        (name, one)
        for name, service in SERVICES_BY_NAME.items()
        for one in service.subscriptions.named(names).read(raw)
    )
    return PublishedRecord(
        topic=names.contracts_name(record.topic),
        partition=record.partition,
        offset=record.offset,
        key=(record.key or b"").decode(),
        id=envelope.id,
        name=type(event).__name__,
        subject=envelope.subject,
        sequence=envelope.sequence,
        dossier=envelope.dossier,
        body=msgspec.json.decode(record.value or b"null"),
        targets=frozenset((name, one.target) for name, one in incoming if isinstance(one, Incoming)),
    )
