"""A batch read record by record, where the client library gives up on the whole of it.

Only where the batch's own checksum fits: then its bytes are those that somebody sent, and each record begins with its
length. The records around one that breaks the protocol are known only if they fill the batch to its last byte, with
offsets that rise; if they do not, all from the first broken one on counts as unreadable.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.record.default_records import _DefaultRecordBatchPy as Batch
from aiokafka.record.util import decode_varint

MAGIC = 2
MAGIC_AT = 16
Header = tuple[str, bytes | None]


@dataclass(frozen=True, slots=True)
class Unread:
    """Offsets that cannot be read, and the key that stands there where at least that is known."""

    first: int
    last: int
    why: str
    key: bytes = b""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One record as it stands in a batch. `wrong` is empty: it can be read."""

    delta: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Sequence[Header]
    ends: Sequence[int]
    """Where the next record may begin: by the record's own length, and where its contents end."""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What is in a batch, in order of offsets."""

    parts: Sequence[ConsumerRecord[Any, Any] | Unread]
    following: int
    """The offset behind the batch."""


def parts_of(place: TopicPartition, data: bytes) -> Parts | None:
    """The records of a whole batch and what cannot be read between them; None: nothing is known of its contents."""
    if len(data) < Batch.HEADER_STRUCT.size or data[MAGIC_AT] != MAGIC:
        return None
    batch = Batch(data)
    if batch.is_control_batch or not batch.validate_crc():
        return None
    try:
        batch._maybe_uncompress()
    except Exception:  # a codec that is missing or unknown, or its library's own errors
        return None
    buffer, at, last = batch._buffer, batch._pos, batch.last_offset_delta
    entries, whole = _entries(buffer, at, batch._num_records, last)
    known = entries if whole else entries[: next((n for n, one in enumerate(entries) if one.wrong), len(entries))]
    parts = [_part(place, batch, one) for one in known]
    came = known[-1].delta if known else -1
    if not whole and came < last:
        why = next((one.wrong for one in entries if one.wrong), f"{batch._num_records} records do not fill it")
        parts.append(Unread(batch.base_offset + came + 1, batch.base_offset + last, why))
    return Parts(parts, batch.next_offset)


def _entries(buffer: bytearray, at: int, number: int, last: int) -> tuple[list[_Entry], bool]:
    """The records as far as each tells where the next one begins, and whether they fill the batch."""
    found: list[_Entry] = []
    for place in range(number):
        one = _entry(buffer, at)
        if one is None or not (found[-1].delta if found else -1) < one.delta <= last:
            return found, False
        found.append(one)
        if not one.ends:
            return found, False
        at = next((end for end in one.ends if _begins(buffer, end, one.delta, place + 1 == number)), one.ends[0])
    return found, at == len(buffer)


def _begins(buffer: bytearray, at: int, before: int, is_end: bool) -> bool:
    """Whether a record with a later offset begins here; the batch's end, behind its last one."""
    if is_end:
        return at == len(buffer)
    one = _entry(buffer, at)
    return one is not None and one.delta > before and bool(one.ends)


def _entry(buffer: bytearray, at: int) -> _Entry | None:
    """The record at this place; None: not even its offset can be made out."""
    try:
        length, start = decode_varint(buffer, at)
        timestamp, at = decode_varint(buffer, start + 1)  # a byte of attributes, which nothing uses
        delta, at = decode_varint(buffer, at)
    except (ValueError, IndexError):
        return None
    told = [start + length] if at <= start + length <= len(buffer) else []
    key: bytes | None = None
    value: bytes | None = None
    headers: Sequence[Header] = ()
    try:
        key, at = _bytes(buffer, at)
        value, at = _bytes(buffer, at)
        raw, at = _headers(buffer, at)
        wrong = "" if [at] == told else f"a record says that it has {length} bytes and has {at - start}"
        told = told if not wrong else [*told, at]
        headers = [(name.decode(), held) for name, held in raw]
    except UnicodeDecodeError as error:
        wrong = f"the name of a header is no UTF-8: {error.reason}"
    except (ValueError, IndexError) as error:
        wrong = f"a record breaks the protocol: {error}"
    return _Entry(delta, timestamp, key, value, headers, told, wrong)


def _bytes(buffer: bytearray, at: int) -> tuple[bytes | None, int]:
    size, at = decode_varint(buffer, at)
    if size < 0:
        return None, at
    if at + size > len(buffer):
        raise ValueError(f"{size} bytes are told where {len(buffer) - at} are left")
    return bytes(buffer[at : at + size]), at + size


def _headers(buffer: bytearray, at: int) -> tuple[list[tuple[bytes, bytes | None]], int]:
    number, at = decode_varint(buffer, at)
    if not 0 <= number <= len(buffer) - at:
        raise ValueError(f"{number} headers")
    found = []
    for _ in range(number):
        name, at = _bytes(buffer, at)
        if name is None:
            raise ValueError("a header without a name")
        value, at = _bytes(buffer, at)
        found.append((name, value))
    return found, at


def _part(place: TopicPartition, batch: Batch, one: _Entry) -> ConsumerRecord[Any, Any] | Unread:
    offset = batch.base_offset + one.delta
    if one.wrong:
        return Unread(offset, offset, one.wrong, one.key or b"")
    appended = batch.timestamp_type == Batch.LOG_APPEND_TIME
    return ConsumerRecord(
        place.topic, place.partition, offset,
        batch.max_timestamp if appended else batch.first_timestamp + one.timestamp, batch.timestamp_type,
        one.key, one.value, None,
        -1 if one.key is None else len(one.key), -1 if one.value is None else len(one.value),
        tuple(one.headers),
    )  # fmt: skip


def batches(data: bytes) -> Iterator[bytes]:
    """The whole batches of an answer, each by the length that it tells; the rest at once where one tells none."""
    at = 0
    while at + 12 <= len(data):
        length = int.from_bytes(data[at + 8 : at + 12], "big", signed=True)
        if length <= 0:
            yield data[at:]
            return
        if at + 12 + length > len(data):
            return
        yield data[at : at + 12 + length]
        at += 12 + length
