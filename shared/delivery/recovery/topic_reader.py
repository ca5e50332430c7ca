"""Reads topics from their first record to an end that was asked for, and on from there."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError

from shared.contracts.kafka_names import KafkaNames
from shared.delivery.kafka.reader import Reader
from shared.delivery.kafka.unreadable_ranges import UnreadableRange
from shared.delivery.recovery.installation import Installation

Offsets = dict[TopicPartition, int]
AT_ONCE = 5000
SILENCE_S = 30.0
START_S, STOP_S = 30.0, 5.0
REQUEST_MS = 15_000
TRIES = 3


class TopicSilent(Exception):
    """Records that ought to be there do not come."""


def reader_of(installation: Installation, topics: Sequence[str]) -> "TopicReader":
    """A reader of these topics of an installation."""
    return TopicReader(
        installation.bootstrap_servers(), topics, installation.kafka_names(), installation.kafka_security()
    )


class TopicReader:
    """A reader of its own, in no group. What nobody can decode is noted in `unreadable`, and the reading goes on.

    `topics` are named as the brokers know them.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        topics: Sequence[str],
        names: KafkaNames = KafkaNames(),  # noqa: B008  # frozen
        security: Mapping[str, Any] | None = None,
    ) -> None:
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap_servers,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
            request_timeout_ms=REQUEST_MS,
            **(security or {}),
        )
        self._reader = Reader(self._consumer, tries=TRIES)
        self.unreadable: list[UnreadableRange] = []
        sizes = {topic.name: topic.partitions for topic in names.topics()}
        self.places = [TopicPartition(name, part) for name in topics for part in range(sizes[name])]

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout(START_S):
                await self._consumer.start()
                self._consumer.assign(self.places)
                await self._consumer.seek_to_beginning(*self.places)
        except BaseException as error:
            await self.__aexit__()
            if isinstance(error, TimeoutError):
                raise KafkaConnectionError("no broker answers in time") from error
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        with suppress(Exception):
            async with asyncio.timeout(STOP_S):
                await self._consumer.stop()

    async def ends(self) -> Offsets:
        """The offset behind the last record of each partition, now."""
        found: Offsets = await self._consumer.end_offsets(self.places)
        return found

    async def beginnings(self) -> Offsets:
        """The offset of the first record that is still kept."""
        found: Offsets = await self._consumer.beginning_offsets(self.places)
        return found

    async def upto(self, ends: Offsets) -> AsyncIterator[list[ConsumerRecord[Any, Any]]]:
        """The records from where the last reading ended up to `ends`, in order per partition. TopicSilent."""
        last_record_at = asyncio.get_running_loop().time()
        while open_ := await self._open(ends):
            found = await self._reader.poll(500, AT_ONCE)
            for place, records in found.records.items():
                yield records
                if self._reader.positions().get(place, 0) >= ends[place]:
                    self._consumer.pause(place)
            for gap in found.unreadable:
                self.unreadable.append(gap)
                self._reader.settled(gap)
            if found.records or found.unreadable:
                last_record_at = asyncio.get_running_loop().time()
            elif asyncio.get_running_loop().time() - last_record_at > SILENCE_S:
                raise TopicSilent(f"{open_[0].topic}: no records for {SILENCE_S:.0f} s before offset {ends[open_[0]]}")
        for place in self.places:
            self._consumer.resume(place)

    async def _open(self, ends: Offsets) -> list[TopicPartition]:
        """The partitions that were not read up to their ends yet."""
        return [place for place in self.places if await self._consumer.position(place) < ends[place]]
