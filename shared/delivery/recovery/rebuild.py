"""A service rebuilt from the log beside the serving one, then put in its place (cutover.py).

Everything the catalogue knows comes from the decision topic and from the calendar, so both are replayed, and the result
is written into a second schema. What exists only once stays: the journal (missing chains are added) and parked records.
Nothing that was published already is published again.
"""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import sqlalchemy as sa
from aiokafka import ConsumerRecord
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateIndex, CreateTable

from shared.contracts.envelope import Unreadable, encode, read_envelope
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import EVENTS
from shared.delivery.kafka.origin_check import check_sender
from shared.delivery.kafka.programme_follower import remember
from shared.delivery.kafka.record import record_of
from shared.delivery.recovery.installation import Installation, RecoverableService
from shared.delivery.recovery.memory_target import MemoryTarget
from shared.delivery.recovery.published import Published
from shared.delivery.recovery.rebuilt_schema import SCHEMA, write
from shared.delivery.recovery.replay import (
    Arrival,
    Replay,
    ReplayClock,
    arrival_of,
    batches,
    in_order_of_time,
    subscribed_by,
)
from shared.delivery.recovery.topic_reader import Offsets, TopicReader, reader_of
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.messages import Record
from shared.persistence.connecting import CONNECT_S, PARAMETERS, engine_of
from shared.signing.verifier import Verifier


@dataclass(slots=True)
class Rebuild:
    """A rebuild under way: what was read so far, and what came of it."""

    service: RecoverableService
    reader: TopicReader
    replayed: MemoryTarget
    replay: Replay
    conn: asyncpg.Connection
    engine: AsyncEngine
    records: int = 0
    ends: Offsets = field(default_factory=dict)
    """How far the topics were read."""

    async def catch_up(self, say: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Read and perform everything that lies on the topics by now; write what came of it."""
        self.ends = ends = await self.reader.ends()
        found = [one async for one in self._relevant(ends)]
        done = 0
        for batch in batches(in_order_of_time(found)):
            await self.replay.perform(batch)
            done += len(batch)
            say(done, len(found))
        await write(self.conn, self.replayed)

    async def _relevant(self, ends: Offsets) -> AsyncIterator[Arrival]:
        """What the service subscribes to; what it published itself is noted on the way."""
        own = self.service.subscriptions.names.topic(EVENTS[self.service.name])
        is_subscribed = subscribed_by(self.service)
        later = []
        async for records in self.reader.upto(ends):
            self.records += len(records)
            if records[0].topic == own:
                self._note_published(records)
            else:
                later += [raw for raw in records if is_subscribed(raw)]
        for raw in later:
            one = arrival_of(self.service, raw, self.replayed.published.at.get)
            if one.messages:
                yield one

    def _note_published(self, records: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """Records of one partition of the service's own topic."""
        subscriptions = self.service.subscriptions
        for raw in records:
            record = record_of(raw)
            if _is_own(record, subscriptions.verifier, subscriptions.names):
                self.replayed.published.note(record.headers, raw.value)

    async def finish(self) -> None:
        """Let the calendar go on until now; then make the indexes."""
        await self.replay.time_passes(self.replayed.context.clock.now())
        await write(self.conn, self.replayed)
        async with self.engine.begin() as conn:
            for table in self.service.metadata.sorted_tables:
                for index in table.indexes:
                    await conn.execute(CreateIndex(index))


def _is_own(record: Record, verifier: Verifier | None, names: KafkaNames) -> bool:
    """Whether the record comes from where its event may come from; otherwise it does not count."""
    try:
        check_sender(record, read_envelope(record.headers), verifier, names)
    except Unreadable:
        return False
    return True


@asynccontextmanager
async def rebuilding(installation: Installation, service: RecoverableService, dsn: str) -> AsyncIterator[Rebuild]:
    """An empty second schema, ready to be filled."""
    engine = engine_of(dsn, poolclass=sa.NullPool).execution_options(schema_translate_map={None: SCHEMA})
    conn = await asyncpg.connect(dsn, timeout=CONNECT_S, server_settings={**PARAMETERS, "synchronous_commit": "off"})
    try:
        await _make_schema(service, engine)
        replayed, dropped = await _empty_target(installation, service, conn)
        replay = Replay(replayed, replayed.clock, dropped)
        own = service.subscriptions.names.topic(EVENTS[service.name])
        async with reader_of(installation, [*service.subscriptions.topics, own]) as reader:
            yield Rebuild(service, reader, replayed, replay, conn, engine)
    finally:
        await conn.close()
        await engine.dispose()


async def _empty_target(
    installation: Installation, service: RecoverableService, conn: asyncpg.Connection
) -> tuple[MemoryTarget, frozenset[str]]:
    """Before the first record; and the ids of parked records that an operator dropped."""
    dropped = await conn.fetch("SELECT id::text FROM public.parked WHERE status = 'dropped'")
    journaled = await conn.fetch("SELECT DISTINCT aggregate::text FROM public.journal WHERE aggregate IS NOT NULL")
    context = installation.act_context()
    await remember(context, conn)
    target = MemoryTarget(
        service=service,
        context=context,
        clock=ReplayClock(),
        published=Published(),
        journaled=frozenset(row["aggregate"] for row in journaled),
    )
    return target, frozenset(row["id"] for row in dropped)


async def _make_schema(service: RecoverableService, engine: AsyncEngine) -> None:
    """The tables that the code declares, under the same names, in a schema of their own; without secondary indexes."""
    async with engine.begin() as conn:
        await conn.execute(sa.text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
        await conn.execute(sa.text(f"CREATE SCHEMA {SCHEMA}"))
        for table in service.metadata.sorted_tables:
            await conn.execute(CreateTable(table))


async def public_states(conn: asyncpg.Connection, aggregate: Aggregate[Any], schema: str) -> tuple[int, str]:
    """How many public states a schema holds, and one hash over all of them in the order of their ids."""
    assert aggregate.snapshot
    digest, count = hashlib.sha256(), 0
    async with conn.transaction(readonly=True):
        async for row in conn.cursor(
            f"SELECT body::text FROM {schema}.{aggregate.table.name} ORDER BY id", prefetch=2000
        ):
            public = aggregate.snapshot(aggregate.decode(row["body"]))
            if public is not None:
                digest.update(encode(public) + b"\n")
                count += 1
    return count, digest.hexdigest()
