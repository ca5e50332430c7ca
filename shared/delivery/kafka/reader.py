"""The one way to read Kafka: whatever one partition holds, the others are read, and nothing is passed over unnoticed.

aiokafka's `getmany` moves positions before it raises, also those of partitions that it could read. So positions are
noted before each poll and put back when it raises; the partitions are then fetched apart (raw_batches.py), those that
cannot be decoded are paused while the others flow, and tried again for some time: a damaged transfer passes, a codec
may be missing on one machine only. What stays unreadable is given to the caller as a range, who says so durably; what
certainly is (record_batches.py) at once, and the records around it are read.
"""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import (
    ConsumerStoppedError,
    GroupAuthorizationFailedError,
    IllegalStateError,
    NoOffsetForPartitionError,
    OffsetOutOfRangeError,
    RecordTooLargeError,
    TopicAuthorizationFailedError,
)

from shared.base.backoff import Backoff
from shared.base.outage import Outage
from shared.delivery.kafka.raw_batches import Decoded, Raw, decode, fetch
from shared.delivery.kafka.unreadable_ranges import PausedPartition, UnreadableRange, ranges_of, too_large

log = logging.getLogger(__name__)
Records = dict[TopicPartition, list[ConsumerRecord[Any, Any]]]
TRIES = 4
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 8.0
POLL_AT_MOST_S = 10.0
"""Beyond a poll's own time: aiokafka waits for a rebalance to end however long that takes."""
DENIED = (TopicAuthorizationFailedError, GroupAuthorizationFailedError)
PASSED_ON = (NoOffsetForPartitionError, OffsetOutOfRangeError, *DENIED, ConsumerStoppedError, IllegalStateError)
"""Errors that are about positions or rights, not about what lies on a partition."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a poll brought."""

    records: Records
    unreadable: Sequence[UnreadableRange] = ()
    """Their partitions wait until `settled` is called for each."""


@dataclass(slots=True)
class Reader:
    """Reads the partitions that a consumer was assigned, in order per partition."""

    consumer: AIOKafkaConsumer
    tries: int = TRIES
    first_pause_s: float = FIRST_PAUSE_S
    _held: dict[TopicPartition, PausedPartition] = field(default_factory=dict, init=False)
    _assignment: Any = field(default=None, init=False)
    _backoff: Backoff = field(default_factory=lambda: Backoff(0.2, LONGEST_PAUSE_S), init=False)
    _outage: Outage = field(default_factory=lambda: Outage(log, "a poll failed, read again"), init=False)

    async def poll(self, timeout_ms: int, max_records: int | None = None) -> Found:
        """The next records, if any come in time. Raises the errors of `PASSED_ON`, with all positions as they were."""
        noted = self._note()
        if self._held:
            found = await self._try_again()
            if found.records or found.unreadable:
                return found
        try:
            async with asyncio.timeout(timeout_ms / 1000 + POLL_AT_MOST_S):
                records: Records = await self.consumer.getmany(timeout_ms=timeout_ms, max_records=max_records)
        except TimeoutError:
            return Found({})
        except Exception as error:
            self._put_back(noted)
            if isinstance(error, PASSED_ON):
                raise
            return await self._isolate(error)
        if not records and self.consumer._fetcher.error_future.done():
            return await self._revive()
        self._backoff.reset()
        if records:
            self._outage.over()
        return Found(records)

    def held(self) -> dict[TopicPartition, str]:
        """Partitions that cannot be read where they stand, and why."""
        return {place: f"offset {one.at}: {one.why}" for place, one in self._held.items()}

    def positions(self) -> dict[TopicPartition, int]:
        """The next offset of each partition of ours that has one; no call to a broker."""
        subscription = self.consumer._subscription.subscription
        assignment = subscription.assignment if subscription else None
        if assignment is None:
            return {}
        states = ((place, assignment.state_value(place)) for place in assignment.tps)
        return {place: state._position for place, state in states if state._position is not None}

    def go_back(self, starts: Mapping[TopicPartition, int]) -> None:
        """What was read from these offsets on was not taken: read it again."""
        for place, offset in starts.items():
            if self.consumer._subscription.is_assigned(place):
                if self._held.pop(place, None):
                    self.consumer.resume(place)
                self.consumer.seek(place, offset)

    def settled(self, gap: UnreadableRange) -> None:
        """The range was told durably: go on behind it."""
        self.go_back({gap.place: gap.last + 1})

    def _note(self) -> dict[TopicPartition, int]:
        subscription = self.consumer._subscription.subscription
        assignment = subscription.assignment if subscription else None
        if assignment is not self._assignment:
            self._assignment = assignment
            self._held.clear()  # another assignment begins at the committed offsets, nothing is paused in it
        return self.positions()

    def _put_back(self, noted: Mapping[TopicPartition, int]) -> None:
        if self._assignment is not None and self._assignment.active:
            for place, offset in noted.items():
                self.consumer.seek(place, offset)

    async def _isolate(self, error: Exception) -> Found:
        """Find the partitions that cannot be decoded, pause them, give what is readable before."""
        offsets = {place: offset for place, offset in self.positions().items() if place not in self._held}
        if isinstance(error, RecordTooLargeError):
            offsets[error.args[1]] = error.args[2]
        found = {place: decode(place, offsets[place], raw) for place, raw in (await self._fetch(offsets)).items()}
        if isinstance(error, RecordTooLargeError) and (place := error.args[1]) in found and found[place].cut_short:
            found[place] = too_large(found[place], error)
        broken = {place: one for place, one in found.items() if one.error or one.in_parts}
        records = {place: one.records for place, one in broken.items() if one.records}
        unreadable = [gap for place, one in broken.items() if one.unread for gap in ranges_of(place, one)]
        self.go_back({place: one.first for place, one in broken.items() if one.in_parts})
        for place, one in broken.items():
            if one.error:
                self._hold(place, one)
        if not broken:
            self._outage.note(error)
            await self._backoff.pause()
        return Found(records, unreadable)

    async def _fetch(self, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, Raw]:
        found = await fetch(self.consumer, offsets)
        active = self._assignment is not None and self._assignment.active
        return {place: raw for place, raw in found.items() if active and place in offsets}

    def _hold(self, place: TopicPartition, one: Decoded) -> None:
        known = self._held.get(place)
        tries = known.tries + 1 if known and known.at == one.first else 1
        pause = min(self.first_pause_s * 2 ** (tries - 1), LONGEST_PAUSE_S)
        self._held[place] = PausedPartition(one.first, tries, time.monotonic() + pause, one.error)
        if tries == 1:
            where = f"{place.topic}/{place.partition}@{one.first}"
            log.warning("partition cannot be read", extra={"place": where, "error": repr(one.error)})
        self.consumer.pause(place)
        self.consumer.seek(place, one.first)

    async def _try_again(self) -> Found:
        now = time.monotonic()
        records: Records = {}
        unreadable: list[UnreadableRange] = []
        due = {place: one for place, one in self._held.items() if one.again_at <= now}
        for place, held in due.items():
            raw = (await self._fetch({place: held.at})).get(place)
            if raw is None:
                held.again_at = time.monotonic() + LONGEST_PAUSE_S
                continue
            one = decode(place, held.at, raw)
            if one.cut_short:
                one = too_large(one, RecordTooLargeError("the batch is longer than what the broker sends of it"))
            if one.records and (one.in_parts or one.error):
                records[place] = one.records
            if one.error is None:
                self.go_back({place: one.first if one.in_parts else held.at})
                continue
            self._hold(place, one)
            if one.unread or (not one.records and self._held[place].is_given_up(self.tries)):
                self._held[place].again_at = time.monotonic() + LONGEST_PAUSE_S
                unreadable += ranges_of(place, one)
        return Found(records, unreadable)

    async def _revive(self) -> Found:
        """A batch broke aiokafka's background task, which never starts again: start it, and find the batch."""
        fetcher = self.consumer._fetcher
        if fetcher._closed:
            raise ConsumerStoppedError
        error = fetcher.error_future.exception() or RuntimeError("reading ended")
        for task in fetcher._pending_tasks:
            task.cancel()
        fetcher._pending_tasks.clear()
        fetcher._in_flight.clear()
        found = await self._isolate(error if isinstance(error, Exception) else RuntimeError(repr(error)))
        fetcher._fetch_task = asyncio.create_task(fetcher._fetch_requests_routine(), context=Context())
        return found
