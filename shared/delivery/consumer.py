"""The Kafka door: batches of raw records, decoded one by one, performed by the shell, committed afterwards."""

import asyncio
import itertools
import logging
import random
from collections import Counter
from collections.abc import Sequence
from typing import Any

from aiokafka import ConsumerRebalanceListener, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from shared.acts.moment import derived_id
from shared.delivery.incoming import Message, Outcome, Parked, Record, Unusable
from shared.delivery.shell import Shell, Unavailable
from shared.delivery.subscription import Subscriptions
from shared.runtime.progress import Progress
from shared.telemetry import metrics
from shared.telemetry.spans import batch_span

log = logging.getLogger(__name__)
MAX_RECORDS = 500
POLL_MS = 1000
PATIENCE = 5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.2, 10.0


class Assignment(ConsumerRebalanceListener):  # type: ignore[misc]
    """Knows which partitions are ours; None until the group has spoken."""

    def __init__(self) -> None:
        self.partitions: set[TopicPartition] | None = None

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """A rebalance begins."""
        self.partitions = None

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        """A rebalance ended; an empty share is a share."""
        self.partitions = set(assigned)


class Consumer:
    """Consumes a service's topics in its group."""

    def __init__(self, subscriptions: Subscriptions, shell: Shell, progress: Progress) -> None:
        self.subscriptions = subscriptions
        self.shell = shell
        self.progress = progress
        self.assignment = Assignment()

    def attach(self, broker: KafkaBroker, *, instance: str | None) -> None:
        """Subscribe on the broker. MANUAL: nothing is acknowledged but what the shell has made durable."""
        subscriber = broker.subscriber(
            *self.subscriptions.topics,
            batch=True,
            group_id=f"referencement-{self.subscriptions.service}",
            group_instance_id=instance,
            auto_offset_reset="earliest",
            ack_policy=AckPolicy.MANUAL,
            max_records=MAX_RECORDS,
            batch_timeout_ms=POLL_MS,
            fetch_max_wait_ms=POLL_MS,
            max_poll_interval_ms=30 * 60 * 1000,
            listener=self.assignment,
            parser=_parse_raw,
            decoder=_keep_raw,
        )
        subscriber(self._consume)

    async def _consume(self, records: object, message: KafkaMessage) -> None:
        await self.take(message.raw_message)
        self.progress.rest("consumer")
        try:
            await message.ack()
        except KafkaError as error:  # a rebalance took the partitions: they come again elsewhere, the inbox knows them
            log.info("offsets not committed", extra={"error": repr(error)})

    async def take(self, raw: Sequence[ConsumerRecord[Any, Any]]) -> None:
        """Perform the records of a batch; comes back only when all are durable (performed, skipped or parked)."""
        service = self.subscriptions.service
        with batch_span(raw[0].topic, f"referencement-{service}", len(raw)):
            messages = [
                message
                for r in raw
                for message in self.subscriptions.read(
                    Record(r.topic, r.partition, r.offset, r.key or b"", tuple(r.headers), r.value)
                )
            ]
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
                    messages = [_given_up(messages[0])]
            metrics.RETRIES.labels("kafka").inc()
            await asyncio.sleep(delay * random.uniform(0.5, 1.5))  # noqa: S311  # jitter, not a secret
            delay = min(delay * 2, LONGEST_PAUSE_S)
        raise AssertionError("unreachable")


def _given_up(message: Message) -> Message:
    """A message that breaks the shell itself, as a record to park."""
    if isinstance(message, Unusable) or message.record is None:
        return message
    return Unusable(
        record=message.record,
        message=derived_id(message.message, message.target),
        reason="shell_failed",
        detail="the shell failed on it again and again; see the log",
        traceparent=message.cause.traceparent,
    )


async def _parse_raw(records: tuple[ConsumerRecord[Any, Any], ...], original: Any) -> Any:  # noqa: ANN401
    """Give the handler the records as they are: FastStream's own parser fails on headers that are no UTF-8."""
    bare = ConsumerRecord(
        **{name: getattr(records[0], name) for name in ConsumerRecord.__dataclass_fields__} | {"headers": ()}
    )
    message = await original((bare,))
    message.raw_message = records
    return message


async def _keep_raw(message: KafkaMessage) -> object:
    return message.raw_message
