"""How a published version of the programme reaches a running process: from its own database, then from the topic.

Every process follows the compacted topic by itself, without a group: all of them must know, and the latest record says
it all. What was learnt is kept in the service's database, so that a process knows it before it reaches a broker.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, UnknownTopicOrPartitionError

from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.contracts.envelope import Unreadable, read_envelope, read_event
from shared.contracts.intake.programme import PublishedProgramme
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.topics import PROGRAMMES
from shared.delivery.kafka.origin_check import check_sender
from shared.delivery.kafka.reader import Reader
from shared.delivery.kafka.record import record_of
from shared.delivery.kafka.topic_contents import TopicContents
from shared.delivery.shell.act_context import ActContext
from shared.persistence.connecting import lent
from shared.persistence.transience import DATABASE_AWAY
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import ProgrammeRefused
from shared.programme.loading import load
from shared.programme.publishing import added, breaches
from shared.signing.verifier import Verifier
from shared.telemetry import metrics

log = logging.getLogger(__name__)
POLL_MS = 10_000
"""How long a fetch waits for news; a record ends the wait at once."""
AGAIN_S = 5.0
READ_AGAIN_S = 30.0
"""On a topic that is deleted and created again the next version may lie where the last one lay: read from its start."""
START_AT_MOST_S, STOP_AT_MOST_S = 30.0, 5.0
KEPT = "SELECT document FROM programmes WHERE programme = $1 FOR UPDATE"
KEEP = (
    "INSERT INTO programmes (programme, document, position) VALUES ($1, $2, $3) ON CONFLICT (programme) DO UPDATE "
    "SET document = excluded.document, position = excluded.position, learnt_at = now()"
)
"""The position is where it was read, for people: a topic that is made anew counts from 0 again."""


class ProgrammeFollower:
    """Keeps what acts know of the programme up to date with its topic. `connect` makes a consumer without a group."""

    def __init__(
        self,
        context: ActContext,
        pool: asyncpg.Pool,
        connect: Callable[[], AIOKafkaConsumer],
        verifier: Verifier | None = None,
        names: KafkaNames = KafkaNames(),  # noqa: B008  # frozen
    ) -> None:
        self.verifier, self.names = verifier, names
        self.context, self.pool, self.connect = context, pool, connect
        self._contents = TopicContents(pool)
        self._outage = Outage(log, "topic of the programme not there")

    async def remember(self) -> None:
        """Learn what this service knew when it last ran; nothing if its database is away."""
        try:
            await remember(self.context, self.pool)
        except Exception as error:  # whatever keeps us from it, the process starts
            log.warning("published programme not read, the topic will tell", extra={"error": repr(error)})

    async def run(self, progress: Progress) -> None:
        """Follow the topic until cancelled; while the brokers are away, what is known goes on being used."""
        while True:
            try:
                await self._follow(progress)
            except (KafkaError, *DATABASE_AWAY) as error:
                self._outage.note(error)
            await asyncio.sleep(AGAIN_S)

    async def _follow(self, progress: Progress) -> None:
        """From its beginning: the latest record says it all."""
        consumer, topic = self.connect(), self.names.topic(PROGRAMMES)
        try:
            async with asyncio.timeout(START_AT_MOST_S):
                await consumer.start()
                if topic not in await consumer.topics():  # aiokafka asks without end for one that is not
                    raise UnknownTopicOrPartitionError(topic)
                partition = TopicPartition(topic, 0)
                consumer.assign([partition])
                await consumer.seek_to_beginning(partition)
            reader, began, taken = Reader(consumer), time.monotonic(), set[bytes | None]()
            metrics.PROGRAMME_UNREADABLE.set(0)
            while True:
                progress.beat("programmes")
                found = await reader.poll(POLL_MS)
                self._outage.over()
                records = found.records.get(partition, ())
                self._contents.saw(records)
                for record in [one for one in records if one.value not in taken]:
                    await self.take(record)
                    taken.add(record.value)
                if time.monotonic() - began >= READ_AGAIN_S:
                    await self._again(reader, partition)
                    began = time.monotonic()
                for gap in found.unreadable:
                    _unreadable(gap.said(), gap.first)
                    reader.settled(gap)
        finally:
            progress.rest("programmes")
            with suppress(Exception):
                async with asyncio.timeout(STOP_AT_MOST_S):
                    await consumer.stop()

    async def _again(self, reader: Reader, partition: TopicPartition) -> None:
        """Read the topic from its start; where it was read to its end, say whether it holds all that is known."""
        async with asyncio.timeout(START_AT_MOST_S):
            ends = await reader.consumer.end_offsets([partition])
            if reader.positions().get(partition, 0) >= ends[partition]:
                await self._contents.compare()
            await reader.consumer.seek_to_beginning(partition)

    async def take(self, record: ConsumerRecord[Any, Any]) -> None:
        """Learn from one record. One that makes no sense here is told: what is known already goes on being used."""
        try:
            one = record_of(record)
            envelope = read_envelope(one.headers)
            check_sender(one, envelope, self.verifier, self.names)
            event = read_event(envelope.type, record.value)
        except Unreadable as error:
            _unreadable(error.reason, record.offset)
            return
        except Exception as error:
            _unreadable(repr(error), record.offset)
            return
        if not isinstance(event, PublishedProgramme):
            _unreadable("another event", record.offset)
        elif await _learnt(self.context, event.document):
            metrics.PROGRAMME_UNREADABLE.set(0)
            await _keep(self.pool, self.context.programmes, event.document, record.offset)


def _unreadable(reason: str, offset: int) -> None:
    metrics.PROGRAMME_UNREADABLE.set(1)
    log.error("record of the programme is unreadable, passed over", extra={"reason": reason, "offset": offset})


async def _keep(pool: asyncpg.Pool, known: ProgrammeDocument, text: str, position: int) -> None:
    """Keep what this process knows, unless another process keeps something newer: contents are compared."""
    async with lent(pool) as conn, conn.transaction():
        kept = await conn.fetchval(KEPT, known.id)
        if kept == text or (kept is not None and await asyncio.to_thread(_newer, kept, known)):
            return
        await conn.execute(KEEP, known.id, text, position)


def _newer(kept: str, known: ProgrammeDocument) -> bool:
    """Whether the kept document goes on from the known one; one that cannot be loaded is none."""
    try:
        document = load(kept.encode())
    except ProgrammeRefused:
        return False
    return bool(added(known, document)) and not breaches(known, document)


async def remember(context: ActContext, database: asyncpg.Pool | asyncpg.Connection) -> None:
    """Bring `context` up to date with what was published, from a service's database."""
    for row in await database.fetch("SELECT document FROM public.programmes ORDER BY learnt_at"):
        await _learnt(context, row["document"])


async def _learnt(context: ActContext, text: str) -> bool:
    """Take over a document that goes on from what is known; False: it does not."""
    try:
        document = await asyncio.to_thread(load, text.encode())
    except ProgrammeRefused as refused:
        log.error("published programme is refused here", extra={"error": str(refused)})
        return False
    if not _goes_on(context.programmes, document):
        return False
    new = added(context.programmes, document)
    context.programmes = document
    if new:
        log.info("programme learnt", extra={"versions": [one.ref for one in new]})
    return True


def _goes_on(known: ProgrammeDocument, document: ProgrammeDocument) -> bool:
    against = breaches(known, document)
    if not against:
        return True
    older = not breaches(document, known)
    told = [f"{fault.path} {fault.code}" for fault in against]
    log.log(logging.INFO if older else logging.ERROR, "programme not taken over", extra={"against": told})
    return False
