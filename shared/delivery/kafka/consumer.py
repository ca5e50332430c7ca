"""The Kafka channel: batches of raw records, decoded one by one, performed by the shell, committed afterwards."""

import asyncio
import logging
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.kafka.late_keys import LateKeys
from shared.delivery.kafka.missing_records import NoPosition, go_on, unreadable_notice
from shared.delivery.kafka.offsets import Offsets
from shared.delivery.kafka.pinned_versions import PinnedVersions
from shared.delivery.kafka.positions import GroupGuard
from shared.delivery.kafka.reader import DENIED, Found, Reader
from shared.delivery.kafka.recreated_topics import RECREATED, restart
from shared.delivery.kafka.retries import Retries
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.kafka.transaction_size import transactions_of
from shared.delivery.shell.messages import Parked, Unusable
from shared.delivery.shell.transaction import Shell
from shared.persistence.transience import DATABASE_AWAY
from shared.telemetry import metrics
from shared.telemetry.spans import batch_span

log = logging.getLogger(__name__)
MAX_RECORDS = 500
POLL_MS = 1000
BROKERS_AT_MOST_S = 20.0
DRAIN_S = 10.0
DENIED_PAUSE_S = 10.0


class Consumer(ConsumerRebalanceListener):  # type: ignore[misc]  # untyped in aiokafka
    """Consumes a service's topics in its group.

    FastStream makes and keeps the connection; the loop is ours: FastStream's own sleeps after each empty poll, and
    swallows what its handlers raise while the position goes on, which would lose records.
    """

    def __init__(self, subscriptions: Subscriptions, shell: Shell, progress: Progress) -> None:
        self.subscriptions = subscriptions
        self.shell = shell
        self.progress = progress
        self._pins = PinnedVersions(shell.context)
        self._retries = Retries(shell, progress)
        self._late_keys = LateKeys(subscriptions, shell.pool, progress)
        self.partitions: set[TopicPartition] | None = None
        """Our share; None until the group has spoken. An empty share is a share."""
        self.guard = GroupGuard(subscriptions, shell.pool)
        self._offsets = Offsets(shell.pool)
        self._busy = asyncio.Lock()
        self._stopping = False
        self._subscriber: Any = None
        self.reader: Reader | None = None
        """What reads our share; None until the connection is made."""
        self._brokers = Outage(log, "brokers away, nothing is read")
        self._unproven = Outage(log, "positions cannot be compared yet")

    def attach(self, broker: KafkaBroker, *, instance: str | None) -> None:
        """Declare the subscription on the broker; it starts with the broker."""
        self._subscriber = broker.subscriber(
            *self.subscriptions.topics,
            batch=True,
            group_id=self.subscriptions.names.group(self.subscriptions.service),
            group_instance_id=instance,
            auto_offset_reset="none",  # see missing_records.py
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
        reader = self.reader = Reader(self._subscriber.consumer)
        while not self._stopping:
            self.progress.beat("consumer")
            try:
                found = await reader.poll(POLL_MS, MAX_RECORDS)
            except NoPosition as error:
                await self._go_on(reader.consumer, error)
                continue
            except DENIED as error:
                self._brokers.note(error)
                await asyncio.sleep(DENIED_PAUSE_S)
                continue
            if not await self._may_take(reader, found):
                await asyncio.sleep(1.0)
                continue
            async with self._busy:
                if found.records:
                    self._brokers.over()
                    await self._take_all(reader, found)
                for gap in found.unreadable:
                    await self._park(unreadable_notice(gap))
                    reader.settled(gap)
                    self._offsets.note({gap.place: gap.last + 1})
            if not found.records or self._offsets.due():
                await self._offsets.commit(reader.consumer)
        await self._offsets.commit(reader.consumer)

    async def _may_take(self, reader: Reader, found: Found) -> bool:
        """Whether the database has seen all that its group has committed; if not, what was fetched is given back."""
        try:
            self.progress.waits("consumer", BROKERS_AT_MOST_S)
            async with asyncio.timeout(BROKERS_AT_MOST_S):
                if await self.guard.clear(reader.consumer):
                    self._unproven.over()
                    return True
        except Exception as error:
            self._unproven.note(error)
        reader.go_back({part: taken[0].offset for part, taken in found.records.items()})
        return False

    async def _take_all(self, reader: Reader, found: Found) -> None:
        """Take the records; should the loop end over it, the next one begins with them, not after them."""
        try:
            await self.take([record for part in found.records.values() for record in part])
        except BaseException:
            reader.go_back({part: taken[0].offset for part, taken in found.records.items()})
            raise
        self._offsets.note({part: taken[-1].offset + 1 for part, taken in found.records.items()})

    async def _go_on(self, consumer: AIOKafkaConsumer, error: KafkaError) -> None:
        """Records are gone, or this group is new: say durably what is missing, go on with what is there."""
        async with self._busy:
            try:
                async with asyncio.timeout(BROKERS_AT_MOST_S):
                    notices = await go_on(consumer, error, self.guard)
            except (KafkaError, *DATABASE_AWAY) as away:
                self._brokers.note(away)
                await asyncio.sleep(1.0)
                return
            for notice in notices:
                await self._park(notice)
                if notice.reason == RECREATED:
                    await restart(self.guard, notice)

    async def _park(self, notice: Unusable) -> None:
        await self._retries.until_done([notice])
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
                await self._offsets.commit(self._subscriber.consumer)
        self.partitions = None
        self._offsets.forget()

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """A rebalance ended."""
        self.partitions = set(assigned)
        self.guard.assigned()
        self._late_keys.assigned()

    async def take(self, raw: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """Perform the records of a batch; comes back only when all are durable (performed, skipped or parked)."""
        group = self.subscriptions.names.group(self.subscriptions.service)
        with batch_span(raw[0].topic, group, len(raw)):
            messages = await self._late_keys.read(raw)
            await self._pins.awaited(messages)
            outcomes = [one for part in transactions_of(messages) for one in await self._retries.until_done(part)]
        for (topic, partition), count in Counter((r.topic, r.partition) for r in raw).items():
            metrics.CONSUMER_RECORDS.labels(topic, str(partition)).inc(count)
        for message, outcome in zip(messages, outcomes, strict=True):
            if isinstance(outcome, Parked) and message.record:
                metrics.POISON.labels(message.record.topic, outcome.reason).inc()
                where = f"{message.record.topic}/{message.record.partition}@{message.record.offset}"
                log.warning("record parked", extra={"reason": outcome.reason, "record": where})
