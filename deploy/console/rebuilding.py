"""The catalogue, rebuilt from the log beside the serving one, then put in its place.

Everything the catalogue knows comes from the decision topic and from the calendar, so both are lived through again in
a second schema. What exists once only stays: the journal (chains that are missing are added), answers, parked
records. Nothing that the world was told already is told again.
"""

import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg
import sqlalchemy as sa

from deploy.console.places import world
from deploy.console.replaying import Heard, Replay, ReplayClock, batches, heard, in_time, listening
from deploy.console.topic_reading import Offsets, TopicReader, record_of
from shared.contracts.envelope import Envelope, Unreadable, encode, read_envelope
from shared.contracts.topics import EVENTS
from shared.delivery.aggregates import Aggregate
from shared.delivery.shell import Shell, World
from shared.persistence.connecting import COMMAND_S, CONNECT_S, PARAMETERS, engine_of
from shared.runtime.service import Service

SCHEMA = "rebuilt"
REBUILD_LOCK = 7304


@dataclass(slots=True)
class Told:
    """What the world was told by the service itself."""

    last: dict[str, int] = field(default_factory=dict)
    """By aggregate, the last sequence."""
    at: dict[str, datetime] = field(default_factory=dict)
    """By cause, when."""
    _until: dict[str, datetime] = field(default_factory=dict)
    _contents: Counter[bytes] = field(default_factory=Counter)

    def note(self, headers: Iterable[tuple[str, bytes]], value: bytes | None) -> None:
        """Take one more record in."""
        try:
            envelope = read_envelope(headers)
        except Unreadable:
            return
        subject, time = envelope.subject, envelope.time
        self.last[subject] = max(envelope.sequence, self.last.get(subject, 0))
        self._contents[_content(envelope, value)] += 1
        if time:
            self._until[subject] = max(time, self._until.get(subject, time))
        if time and envelope.causation:
            self.at[envelope.causation] = time

    def covers(self, envelope: Envelope, value: bytes | None) -> bool:
        """Whether the world was told this, or something later of the same aggregate: a reminder missed stays missed.

        Each record that was told stands for one.
        """
        content = _content(envelope, value)
        if self._contents[content]:
            self._contents[content] -= 1
            return True
        until = self._until.get(envelope.subject)
        return until is not None and envelope.time is not None and envelope.time <= until


def _content(envelope: Envelope, value: bytes | None) -> bytes:
    said = f"{envelope.subject} {envelope.type} ".encode() + (value or b"")
    return hashlib.sha256(said).digest()[:16]


@dataclass(slots=True)
class Rebuild:
    """A rebuild under way: what was read so far, and the replay that it goes through."""

    service: Service
    reader: TopicReader
    replay: Replay
    pool: asyncpg.Pool
    told: Told = field(default_factory=Told)
    records: int = 0

    async def catch_up(self, say: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Read and perform everything that lies on the topics by now."""
        ends = await self.reader.ends()
        found = [one async for one in self._relevant(ends)]
        done = 0
        for batch in batches(in_time(found)):
            await self.replay.perform(batch)
            done += len(batch)
            say(done, len(found))

    async def _relevant(self, ends: Offsets) -> AsyncIterator[Heard]:
        """What the service hears of; what it told itself is noted on the way."""
        own = EVENTS[self.service.name]
        concerned = listening(self.service)
        later = []
        async for records in self.reader.upto(ends):
            self.records += len(records)
            for raw in records:
                if raw.topic == own:
                    self.told.note(record_of(raw).headers, raw.value)
                elif concerned(raw):
                    later.append(raw)
        for raw in later:
            one = heard(self.service, raw, self.told.at.get)
            if one.messages:
                yield one

    async def finish(self) -> None:
        """Let the calendar go on until now."""
        await self.replay.time_passes(world().clock.now())


@asynccontextmanager
async def rebuilding(service: Service, dsn: str, bootstrap_servers: str) -> AsyncIterator[Rebuild]:
    """An empty second schema, ready to be filled."""
    await _make_schema(service, dsn)
    settings = {**PARAMETERS, "search_path": SCHEMA, "synchronous_commit": "off"}
    pool = await asyncpg.create_pool(
        dsn, min_size=0, max_size=3, timeout=CONNECT_S, command_timeout=COMMAND_S, server_settings=settings
    )
    try:
        dropped = await pool.fetch("SELECT id::text FROM public.parked WHERE status = 'dropped'")
        clock, here = ReplayClock(), world()
        shell = Shell(service.name, pool, World(clock, here.programmes, here.calendar))
        replay = Replay(service, shell, pool, clock, frozenset(row["id"] for row in dropped))
        async with TopicReader(bootstrap_servers, [*service.subscriptions.topics, EVENTS[service.name]]) as reader:
            yield Rebuild(service, reader, replay, pool)
    finally:
        await pool.close()


async def _make_schema(service: Service, dsn: str) -> None:
    """The tables that the code declares, under the same names, in a schema of their own."""
    engine = engine_of(dsn, poolclass=sa.NullPool)
    try:
        async with engine.begin() as conn:
            await conn.execute(sa.text(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE"))
            await conn.execute(sa.text(f"CREATE SCHEMA {SCHEMA}"))
        async with engine.execution_options(schema_translate_map={None: SCHEMA}).begin() as conn:
            await conn.run_sync(service.metadata.create_all)
    finally:
        await engine.dispose()


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
