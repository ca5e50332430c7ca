"""What a partition holds at an offset, fetched and decoded apart from the consumer's own loop.

aiokafka names no partition when it cannot decode a batch, and nothing says how far such a batch reaches. The bytes do:
every batch begins with its length and its offsets, whatever its contents are.
"""

import asyncio
import struct
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.consumer.fetcher import READ_UNCOMMITTED, PartitionRecords
from aiokafka.errors import KafkaError, for_code
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.record.memory_records import MemoryRecords

from shared.delivery.kafka.record_batches import Parts, Unread, batches, parts_of

FETCH_S = 5.0
PARTITION_BYTES, FETCH_BYTES = 2 * 1024 * 1024, 32 * 1024 * 1024
LEGACY_MAGIC = 1
LARGEST_BATCH = 10_000_000
"""Records in a batch: a header that tells of more is damaged itself."""
_FRAME = struct.Struct(">qi")  # base offset, length of what follows
_HEADER = struct.Struct(">qiibIhi")  # the same, leader epoch, magic, crc, attributes, last offset delta


@dataclass(frozen=True, slots=True)
class Raw:
    """A broker's answer for one partition."""

    data: bytes
    end: int
    """The offset behind the partition's last record."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The readable records from an offset on, and what cannot be read behind them."""

    records: list[ConsumerRecord[Any, Any]]
    first: int
    """Where the readable part ends."""
    last: int
    """The last offset of the unreadable batch; below `first` where all is readable."""
    error: Exception | None = None
    cut_short: bool = False
    """The broker sent only the beginning of the first batch: asked for this partition alone, it sends the whole."""
    unread: Sequence[Unread] = ()
    """What is known for certain to be unreadable, `first` to `last`: reading it again would change nothing."""
    in_parts: bool = False
    """All was readable, but not to the client library: it has to begin at `first`."""


async def fetch(consumer: AIOKafkaConsumer, offsets: Mapping[TopicPartition, int]) -> dict[TopicPartition, Raw]:
    """Fetch from each offset, one request a leader; partitions whose leader does not answer are left out."""
    client = consumer._client
    by_leader: dict[int, dict[TopicPartition, int]] = defaultdict(dict)
    for place, offset in offsets.items():
        leader = client.cluster.leader_for_partition(place)
        if leader is not None and leader >= 0:
            by_leader[leader][place] = offset
    found: dict[TopicPartition, Raw] = {}
    for leader, wanted in by_leader.items():
        try:
            async with asyncio.timeout(FETCH_S):
                found.update(_answers(await client.send(leader, _request(wanted))))
        except (KafkaError, TimeoutError, OSError):
            continue
    return found


def _request(wanted: Mapping[TopicPartition, int]) -> FetchRequest:
    topics: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for place, offset in wanted.items():
        topics[place.topic].append((place.partition, offset, PARTITION_BYTES))
    return FetchRequest(0, 1, FETCH_BYTES, READ_UNCOMMITTED, list(topics.items()))


def _answers(response: Any) -> Iterator[tuple[TopicPartition, Raw]]:  # noqa: ANN401  # untyped in aiokafka
    for topic, partitions in response.topics:
        for partition, code, end, *rest in partitions:
            if not for_code(code).errno:
                yield TopicPartition(topic, partition), Raw(bytes(rest[-1] or b""), end)


def decode(place: TopicPartition, offset: int, raw: Raw) -> Decoded:
    """Decode as aiokafka would, as far as that goes; a batch that it cannot read record by record, if that is known."""
    records: list[ConsumerRecord[Any, Any]] = []
    position = offset
    for batch in batches(raw.data):
        came = len(records)
        unpacked: PartitionRecords | None = None
        try:
            unpacked = PartitionRecords(place, MemoryRecords(batch), None, position, None, None, True, READ_UNCOMMITTED)
            for record in unpacked:
                records.append(record)  # what was read before an error counts
        except Exception as error:
            if found := parts_of(place, batch):
                return _in_parts(records[:came], position, found, error)
            first = unpacked.next_fetch_offset if unpacked else position
            return Decoded(records, first, last_offset(raw, first), error)
        position = max(position, unpacked.next_fetch_offset)
    return Decoded(records, position, position - 1, cut_short=bool(raw.data) and not any(batches(raw.data)))


def _in_parts(records: list[ConsumerRecord[Any, Any]], offset: int, found: Parts, error: Exception) -> Decoded:
    """The records up to the first that cannot be read, those that cannot up to the next one that can."""
    unread: list[Unread] = []
    for part in found.parts:
        if isinstance(part, Unread):
            if part.last >= offset:
                unread.append(replace(part, first=max(part.first, offset)))
        elif unread:
            break
        elif part.offset >= offset:
            records.append(part)
    if unread:
        return Decoded(records, unread[0].first, unread[-1].last, error, unread=unread)
    return Decoded(records, found.following, found.following - 1, in_parts=True)


async def readable(
    consumer: AIOKafkaConsumer, place: TopicPartition, first: int, end: int
) -> list[ConsumerRecord[Any, Any]]:
    """What can be read between two offsets, without the consumer's position being moved."""
    found: list[ConsumerRecord[Any, Any]] = []
    while first < end and (raw := (await fetch(consumer, {place: first})).get(place)) and raw.data:
        one = decode(place, first, raw)
        found += [record for record in one.records if record.offset < end]
        first = max(one.first, one.last + 1, first + 1)
    return found


def last_offset(raw: Raw, offset: int) -> int:
    """The last offset of the batch that holds `offset`, or `offset` itself where the bytes do not tell."""
    for base, last, following in _batches(raw.data):
        holds = following is not None and base <= offset < following
        if last < offset and not holds:
            continue
        likely = following - 1 if following is not None and holds and not offset <= last < following else last
        return min(likely, raw.end - 1) if offset <= likely <= base + LARGEST_BATCH else offset
    return offset


def _batches(data: bytes) -> Iterator[tuple[int, int, int | None]]:
    """First and last offset of each batch by its own word, and the first of the next one."""
    at = 0
    while at + _HEADER.size <= len(data):
        base, length, _, magic, _, _, delta = _HEADER.unpack_from(data, at)
        at += _FRAME.size + max(length, 0)
        following = _FRAME.unpack_from(data, at)[0] if length > 0 and at + _FRAME.size <= len(data) else None
        yield base, base if magic <= LEGACY_MAGIC else base + delta, following
        if length <= 0:
            return
