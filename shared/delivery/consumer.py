"""The Kafka door: batches of raw records, decoded one by one, performed by the shell, committed afterwards."""

import asyncio
import itertools
import logging
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import asyncpg
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from shared.delivery.failpoints import FailPoint, reached
from shared.delivery.gaps import NoPosition, go_on
from shared.delivery.incoming import Message, Outcome, Parked
from shared.delivery.pinning import Pins
from shared.delivery.positions import GroupGuard, keep_positions
from shared.delivery.received import given_up, record_of
from shared.delivery.shell import Shell, Unavailable
from shared.delivery.subscription import Subscriptions
from shared.runtime.progress import Progress
from shared.telemetry import metrics
from shared.telemetry.spans import batch_span

log = logging.getLogger(__name__)
MAX_RECORDS = 500
POLL_MS = 1000
COMMIT_EVERY_S = 1.0
DRAIN_S = 10.0
PATIENCE = 5

FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 10.0


class Consumer(ConsumerRebalanceListener):  # type: ignore[misc]  # untyped in aiokafka
    """Consumes a service's topics in its group.

    FastStream makes and keeps the connection; the loop is ours: FastStream's own sleeps after each empty poll, and
    swallows what its handlers raise while the position goes on, which would lose records.
    """

    def __init__(self, subscriptions: Subscriptions, shell: Shell, progress: Progress) -> None:
        self.subscriptions = subscriptions
        self.shell = shell
        self.progress = progress
        self._pins = Pins(shell.world)
        self.partitions: set[TopicPartition] | None = None
        """Our share; None until the group has spoken. An empty share is a share."""
        self.guard = GroupGuard(subscriptions, shell.pool)
        self._done: dict[TopicPartition, int] = {}
        self._committed_at = 0.0
        self._busy = asyncio.Lock()
        self._stopping = False
        self._subscriber: Any = None

    def attach(self, broker: KafkaBroker, *, instance: str | None) -> None:
        """Declare the subscription on the broker; it starts with the broker."""
        self._subscriber = broker.subscriber(
            *self.subscriptions.topics,
            batch=True,
            group_id=f"referencement-{self.subscriptions.service}",
            group_instance_id=instance,
            auto_offset_reset="none",  # see gaps.py
            ack_policy=AckPolicy.MANUAL,
            fetch_max_wait_ms=POLL_MS,
            max_poll_interval_ms=30 * 60 * 1000,
            listener=self,
        )

    @property
    def client(self) -> AIOKafkaConsumer | None:
        """The connection that FastStream keeps; None until it is made."""
        return self._subscriber.consumer if self._subscriber else None

    async def run(self) -> None:
        """Consume until `stop`. Offsets are committed lazily: what comes twice, the inbox knows."""
        consumer: AIOKafkaConsumer = self._subscriber.consumer
        while not self._stopping:
            self.progress.beat("consumer")
            try:
                found = await consumer.getmany(timeout_ms=POLL_MS, max_records=MAX_RECORDS)
            except NoPosition as error:
                await self._go_on(consumer, error)
                continue
            if not await self._may_take(consumer, found):
                await asyncio.sleep(COMMIT_EVERY_S)
                continue
            async with self._busy:
                records = [record for part in found.values() for record in part]
                if records:
                    await self._take_all(consumer, records, {part: taken[0].offset for part, taken in found.items()})
                    self._done.update({part: taken[-1].offset + 1 for part, taken in found.items()})
            if not records or time.monotonic() - self._committed_at > COMMIT_EVERY_S:
                await self._commit()
        await self._commit()

    async def _may_take(self, consumer: AIOKafkaConsumer, found: dict[TopicPartition, list[Any]]) -> bool:
        """Whether the database has seen all that its group has committed; if not, what was fetched is given back."""
        try:
            if await self.guard.clear(consumer):
                return True
        except Exception as error:
            log.warning("positions cannot be compared yet", extra={"error": repr(error)})
        for part, taken in found.items():
            with suppress(KafkaError):
                consumer.seek(part, taken[0].offset)
        return False

    async def _take_all(
        self, consumer: AIOKafkaConsumer, records: Sequence[ConsumerRecord[Any, Any]], starts: dict[TopicPartition, int]
    ) -> None:
        """Take the records; should the loop end over it, the next one begins with them, not after them."""
        try:
            await self.take(records)
        except BaseException:
            for part, offset in starts.items():
                with suppress(KafkaError):
                    consumer.seek(part, offset)
            raise

    async def _go_on(self, consumer: AIOKafkaConsumer, error: KafkaError) -> None:
        """Records are gone, or this group is new: say durably what is missing, go on with what is there."""
        async with self._busy:
            for notice in await go_on(consumer, error):
                await self._until_done([notice])
                metrics.POISON.labels(notice.record.topic, notice.reason).inc()

    async def stop(self, task: asyncio.Task[None]) -> None:
        """Let the batch in hand finish and commit; then end."""
        self._stopping = True
        done, _ = await asyncio.wait([task], timeout=DRAIN_S)
        if not done:
            task.cancel()

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """A rebalance begins: finish the batch in hand if that is soon, commit, let go."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DRAIN_S), self._busy:
                await self._commit()
        self.partitions = None
        self._done.clear()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """A rebalance ended."""
        self.partitions = set(assigned)
        self.guard.assigned()

    async def _commit(self) -> None:
        done, self._done = self._done, {}
        self._committed_at = time.monotonic()
        if not done:
            return
        reached(FailPoint.BEFORE_OFFSETS)
        try:
            await keep_positions(self.shell.pool, done)
            await self._subscriber.consumer.commit(done)
        except (KafkaError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            # the partitions went elsewhere, or a server is away: the records come again, the inbox knows them
            log.info("offsets not committed", extra={"error": repr(error)})

    async def take(self, raw: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """Perform the records of a batch; comes back only when all are durable (performed, skipped or parked)."""
        service = self.subscriptions.service
        await self._pins.awaited(raw)
        with batch_span(raw[0].topic, f"referencement-{service}", len(raw)):
            messages = [message for r in raw for message in self.subscriptions.read(record_of(r))]
            outcomes = await self._until_done(messages) if messages else []
        for topic, count in Counter(r.topic for r in raw).items():
            metrics.CONSUMER_RECORDS.labels(topic).inc(count)
        for message, outcome in zip(messages, outcomes, strict=True):
            if isinstance(outcome, Parked) and message.record:
                metrics.POISON.labels(message.record.topic, outcome.reason).inc()
                where = f"{message.record.topic}/{message.record.partition}@{message.record.offset}"
                log.warning("record parked", extra={"reason": outcome.reason, "record": where})

    async def _until_done(self, messages: Sequence[Message]) -> list[Outcome]:
        """Perform the messages, however long it takes: going on without them would lose them."""
        delay = FIRST_PAUSE_S
        for attempt in itertools.count(1):
            self.progress.beat("consumer")
            try:
                return await self.shell.perform(messages)
            except Unavailable as error:
                log.warning("database away, batch waits", extra={"error": str(error), "delay_s": round(delay, 1)})
            except Exception:
                log.exception("batch failed, will be tried again", extra={"attempt": attempt})
                if attempt >= PATIENCE and len(messages) > 1:
                    return [outcome for message in messages for outcome in await self._until_done([message])]
                if attempt >= PATIENCE:
                    messages = [given_up(messages[0])]
            metrics.RETRIES.labels("kafka").inc()
            await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311  # jitter, not a secret
            delay = min(delay * 2, LONGEST_PAUSE_S)
        raise AssertionError("unreachable")
