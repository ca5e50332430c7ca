"""Batches that the client library refuses as a whole: what can be known of them is read, the rest is told exactly."""

import gzip
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.record.default_records import DefaultRecordBatch, DefaultRecordBatchBuilder

from shared.delivery.kafka.raw_batches import Decoded, Raw, decode, fetch
from tests.delivery.unreadable_batches import with_checksum

PLACE = TopicPartition("events", 3)
FIRST = 100
HEADER = 61
MAGIC_AT, ATTRIBUTES_AT, LAST_DELTA_AT, COUNT_AT = 16, 22, 23, 57
GZIP = 1
NAMES = "abcde"
WHOLE = [100, 101, 102, 103, 104]


def batch(*, compression: int = 0, first: int = FIRST) -> bytearray:
    """Five records, at offsets 100 to 104 unless told otherwise, each with a key, a value and a header."""
    made = DefaultRecordBatchBuilder(
        magic=2, compression_type=compression, is_transactional=0, producer_id=-1, producer_epoch=-1,
        base_sequence=-1, batch_size=1_000_000,
    )  # fmt: skip
    for delta, name in enumerate(NAMES):
        made.append(delta, 1_700_000_000_000, f"key-{name}".encode(), f"value-{name}".encode(), [(f"h-{name}", b"1")])
    built = bytearray(made.build())
    built[:8] = first.to_bytes(8, "big")
    return built


def spoilt(*changes: tuple[bytes, bytes], compression: int = 0) -> bytes:
    """The batch with bytes replaced, and the checksum that fits them."""
    made = bytes(batch(compression=compression))
    for old, new in changes:
        assert made.count(old) == 1
        made = made.replace(old, new)
    return bytes(with_checksum(bytearray(made)))


def record_of(name: str) -> bytes:
    """A record as it lies in the batch, with its length."""
    made = bytes(batch())
    at, body = HEADER, {}
    for one in NAMES:
        size = made[at] // 2 + 1
        body[one] = made[at : at + size]
        at += size
    return body[name]


def read(data: bytes, offset: int = FIRST) -> Decoded:
    return decode(PLACE, offset, Raw(data, FIRST + len(NAMES)))


def all_of(data: bytes) -> tuple[list[int], list[tuple[int, int]]]:
    """The offsets that are read, and the ranges that are told, reading on behind each until the end."""
    seen: list[int] = []
    told: list[tuple[int, int]] = []
    offset, end = FIRST, FIRST + len(NAMES)
    while offset < end:
        one = read(data, offset)
        seen += [record.offset for record in one.records]
        told += [(bad.first, bad.last) for bad in one.unread] or ([(one.first, one.last)] if one.error else [])
        following = max(one.first, one.last + 1) if one.error else one.first
        assert following > offset, "the reading does not move on"
        offset = following
    return seen, told


def covered(data: bytes) -> list[int]:
    """All offsets that are read or told, as often as they are."""
    seen, told = all_of(data)
    return sorted(seen + [offset for first, last in told for offset in range(first, last + 1)])


def test_a_header_name_that_is_no_text_makes_one_record_unreadable() -> None:
    data = spoilt((b"h-c", b"\xff\xff\xff"))

    before = read(data)

    assert [one.value for one in before.records] == [b"value-a", b"value-b"]
    assert [(bad.first, bad.last, bad.key) for bad in before.unread] == [(102, 102, b"key-c")]
    assert before.unread[0].why == "the name of a header is no UTF-8: invalid start byte"
    assert all_of(data) == ([100, 101, 103, 104], [(102, 102)])


def test_a_record_that_is_read_in_parts_is_what_the_library_would_have_read() -> None:
    whole = decode(PLACE, FIRST, Raw(bytes(batch()), 105)).records

    in_parts = read(spoilt((b"h-e", b"\xff\xff\xff"))).records

    assert in_parts == whole[:4]


def test_several_in_a_row_are_told_one_by_one_each_with_its_key() -> None:
    one = read(spoilt((b"h-a", b"\xff\xff\xff"), (b"h-b", b"\xfe\xfe\xfe")))

    assert one.records == []
    assert [(bad.first, bad.last, bad.key) for bad in one.unread] == [(100, 100, b"key-a"), (101, 101, b"key-b")]


@pytest.mark.parametrize("length", [2, 10, 40])
def test_a_record_with_a_wrong_length_does_not_hide_those_behind_it(length: int) -> None:
    wrong = bytes([length * 2]) + record_of("b")[1:]

    assert all_of(spoilt((record_of("b"), wrong))) == ([100, 102, 103, 104], [(101, 101)])


def test_contents_that_contradict_their_record_make_that_one_unreadable() -> None:
    """The value says that it is longer than what is left of the batch."""
    value = bytes([7 * 2]) + b"value-d"

    assert all_of(spoilt((value, bytes([60 * 2]) + b"value-d"))) == ([100, 101, 102, 104], [(103, 103)])


def test_from_a_record_without_an_offset_on_all_is_unreadable() -> None:
    data = spoilt((record_of("d"), b"\xff" * len(record_of("d"))))

    assert all_of(data) == ([100, 101, 102], [(103, 104)])


def test_offsets_that_do_not_rise_are_not_believed() -> None:
    again = record_of("d")[:3] + bytes([1 * 2]) + record_of("d")[4:]

    assert all_of(spoilt((record_of("d"), again), (b"h-a", b"\xff\xff\xff"))) == ([], [(100, 104)])


def test_records_that_a_batch_only_promises_are_unreadable() -> None:
    assert all_of(spoilt((record_of("d") + record_of("e"), b""))) == ([100, 101, 102], [(103, 104)])


def test_garbage_behind_the_last_record_makes_nothing_unreadable() -> None:
    data = spoilt((record_of("e"), record_of("e") + b"garbage"))

    assert all_of(data) == (WHOLE, [])
    assert read(data).first == 105


def test_garbage_behind_the_last_record_of_a_compressed_batch_makes_nothing_unreadable() -> None:
    assert all_of(compressed(gzip.compress(records() + b"garbage"))) == (WHOLE, [])


def test_a_compressed_batch_that_turns_out_to_be_garbage_is_unreadable_as_a_whole() -> None:
    assert all_of(compressed(gzip.compress(b"\xff" * 80))) == ([], [(100, 104)])


def test_a_compressed_batch_with_one_bad_record_is_read_around_it() -> None:
    bad = records().replace(b"h-b", b"\xff\xff\xff")

    assert all_of(compressed(gzip.compress(bad))) == ([100, 102, 103, 104], [(101, 101)])


def test_what_cannot_be_decompressed_is_unreadable_and_tried_again() -> None:
    """A library may be missing or damaged on one machine only: not `unread` for certain."""
    one = read(compressed(b"no gzip at all"))

    assert (one.records, one.unread, one.first, one.last) == ([], (), 100, 104)
    assert one.error is not None


@pytest.mark.parametrize("codec", [5, 6, 7])
def test_a_codec_that_nobody_knows_is_unreadable_and_tried_again(codec: int) -> None:
    data = batch()
    data[ATTRIBUTES_AT] = codec

    one = read(bytes(with_checksum(data)))

    assert (one.records, one.unread, one.first, one.last) == ([], (), 100, 104)
    assert type(one.error).__name__ == "UnsupportedCodecError"


def test_a_codec_that_is_missing_here_is_unreadable_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytes(batch(compression=GZIP))
    monkeypatch.setattr("aiokafka.codec.has_gzip", lambda: False)
    monkeypatch.setattr("aiokafka.record.default_records.codecs.has_gzip", lambda: False)

    one = read(spoilt_checked(data))

    assert (one.unread, one.first, one.last) == ((), 100, 104)
    assert type(one.error).__name__ == "UnsupportedCodecError"


def test_a_checksum_that_does_not_fit_makes_the_whole_batch_unreadable() -> None:
    """Which of its bytes are wrong, nobody knows: none of its records is believed."""
    data = bytes(batch()).replace(b"value-c", b"value-X")

    assert all_of(data) == ([], [(100, 104)])
    assert read(data).unread == ()


@pytest.mark.parametrize("magic", [0, 1, 3, 9, 127, 255])
def test_another_format_is_read_or_told_but_never_skipped(magic: int) -> None:
    data = batch()
    data[MAGIC_AT] = magic

    assert covered(bytes(data)) == WHOLE


def test_what_lies_before_the_bad_batch_and_behind_it_is_read() -> None:
    data = bytes(batch(first=95)) + spoilt((b"h-a", b"\xff\xff\xff"))

    one = decode(PLACE, 95, Raw(data, 105))

    assert [record.offset for record in one.records] == [95, 96, 97, 98, 99]
    assert [(bad.first, bad.last) for bad in one.unread] == [(100, 100)]
    assert [record.offset for record in read(data, 101).records] == [101, 102, 103, 104]


@pytest.mark.parametrize("value", [0x00, 0x7F, 0xFF])
def test_whatever_byte_makes_the_library_refuse_the_batch_each_offset_is_read_or_told_once(value: int) -> None:
    whole, refused = batch(), 0
    for at in range(HEADER, len(whole)):
        changed = bytearray(whole)
        changed[at] = value
        data = bytes(with_checksum(changed))
        if (first := read(data)).error is None and not first.in_parts:
            continue  # the library reads it: a changed letter of a key, say

        assert (at, covered(data)) == (at, WHOLE)
        refused += 1
    assert refused >= 25


@pytest.mark.parametrize("count", [0, 1, 4, 6, 2**31 - 1])
def test_a_wrong_number_of_records_loses_none_silently(count: int) -> None:
    data = batch()
    data[COUNT_AT : COUNT_AT + 4] = count.to_bytes(4, "big")

    assert covered(bytes(with_checksum(data))) == WHOLE


async def test_a_broker_that_refuses_a_partition_says_nothing_of_it_and_the_others_are_read() -> None:
    answer = SimpleNamespace(topics=[("events", [(0, 56, -1, b""), (1, 0, 105, bytes(batch()))])])

    async def send(_node: int, _request: object) -> object:
        return answer

    cluster = SimpleNamespace(leader_for_partition=lambda _place: 1)
    consumer = cast("AIOKafkaConsumer", SimpleNamespace(_client=SimpleNamespace(cluster=cluster, send=send)))
    refused, given = TopicPartition("events", 0), TopicPartition("events", 1)

    found = await fetch(consumer, {refused: 3, given: 100})

    assert {place: raw.end for place, raw in found.items()} == {given: 105}


def records() -> bytes:
    """The five records as they lie in the batch."""
    return bytes(batch())[HEADER:]


def compressed(payload: bytes) -> bytes:
    """The batch with this in the place of its records, and the word that it is gzip."""
    made = batch()[:HEADER] + payload
    made[ATTRIBUTES_AT] = GZIP
    return bytes(with_checksum(bytearray(made)))


def spoilt_checked(data: bytes) -> bytes:
    checked: Any = DefaultRecordBatch(data)
    assert checked.validate_crc()
    return data
