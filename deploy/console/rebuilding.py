"""The catalogue, rebuilt from the log beside the serving one, then put in its place.

Everything the catalogue knows comes from the decision topic and from the calendar, so both are lived through again,
and what comes of it is written into a second schema. What exists once only stays: the journal (chains that are missing
are added), parked records. Nothing that the world was told already is told again.
"""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.schema import CreateIndex, CreateTable

from deploy.console.places import act_context
from deploy.console.reliving import Reliving
from deploy.console.replaying import Heard, ReplayClock, batches, heard, in_time, listening
from deploy.console.rewriting import SCHEMA, write
from deploy.console.told import Told
from deploy.console.topic_reading import Offsets, TopicReader, record_of
from shared.contracts.envelope import Unreadable, encode, read_envelope
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import EVENTS
from shared.delivery.kafka.origin_check import check_sender
from shared.delivery.kafka.programme_follower import remember
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.messages import Record
from shared.persistence.connecting import CONNECT_S, PARAMETERS, engine_of
from shared.runtime.service import Service
from shared.signing.verifier import Verifier


@dataclass(slots=True)
class Rebuild:
    """A rebuild under way: what was read so far, and what came of it."""

    service: Service
    reader: TopicReader
    past: Reliving
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
        for batch in batches(in_time(found)):
            self.past.perform(batch)
            done += len(batch)
            say(done, len(found))
        await write(self.conn, self.past)

    async def _relevant(self, ends: Offsets) -> AsyncIterator[Heard]:
        """What the service hears of; what it told itself is noted on the way."""
        heard_by = self.service.subscriptions
        own, told = heard_by.names.topic(EVENTS[self.service.name]), self.past.told
        concerned = listening(self.service)
        later = []
        async for records in self.reader.upto(ends):
            self.records += len(records)
            for raw in records:
                if raw.topic == own:
                    if own_word(record_of(raw), heard_by.verifier, heard_by.names):
                        told.note(record_of(raw).headers, raw.value)
                elif concerned(raw):
                    later.append(raw)
        for raw in later:
            one = heard(self.service, raw, told.at.get)
            if one.messages:
                yield one

    async def finish(self) -> None:
        """Let the calendar go on until now; then make the indexes."""
        self.past.time_passes(act_context().clock.now())
        await write(self.conn, self.past)
        async with self.engine.begin() as conn:
            for table in self.service.metadata.sorted_tables:
                for index in table.indexes:
                    await conn.execute(CreateIndex(index))


def own_word(record: Record, verifier: Verifier | None, names: KafkaNames) -> bool:
    """Whether the record comes from where its event may come from; otherwise it tells nothing of the past."""
    try:
        check_sender(record, read_envelope(record.headers), verifier, names)
    except Unreadable:
        return False
    return True


@asynccontextmanager
async def rebuilding(service: Service, dsn: str, bootstrap_servers: str) -> AsyncIterator[Rebuild]:
    """An empty second schema, ready to be filled."""
    engine = engine_of(dsn, poolclass=sa.NullPool).execution_options(schema_translate_map={None: SCHEMA})
    conn = await asyncpg.connect(dsn, timeout=CONNECT_S, server_settings={**PARAMETERS, "synchronous_commit": "off"})
    try:
        await _make_schema(service, engine)
        past = await _before_everything(service, conn)
        own = service.subscriptions.names.topic(EVENTS[service.name])
        async with TopicReader(bootstrap_servers, [*service.subscriptions.topics, own]) as reader:
            yield Rebuild(service, reader, past, conn, engine)
    finally:
        await conn.close()
        await engine.dispose()


async def _before_everything(service: Service, conn: asyncpg.Connection) -> Reliving:
    dropped = await conn.fetch("SELECT id::text FROM public.parked WHERE status = 'dropped'")
    journaled = await conn.fetch("SELECT DISTINCT aggregate::text FROM public.journal WHERE aggregate IS NOT NULL")
    here = act_context()
    await remember(here, conn)
    return Reliving(
        service=service,
        context=here,
        clock=ReplayClock(),
        told=Told(),
        passed_over=frozenset(row["id"] for row in dropped),
        journaled=frozenset(row["aggregate"] for row in journaled),
    )


async def _make_schema(service: Service, engine: AsyncEngine) -> None:
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
