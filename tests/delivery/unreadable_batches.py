"""Batches of strangers and damaged disks: brokers take or keep them, client libraries cannot read them."""

from collections.abc import Iterator
from pathlib import Path

from aiokafka import AIOKafkaProducer
from aiokafka.record.util import calc_crc32c

from shared.delivery.shell.messages import Record

MARK = b"to-be-no-utf-8"
LENGTH_AT, LENGTH_TO, CRC_AT, CHECKED_FROM = 8, 12, 17, 21


async def put_batch(bootstrap_servers: str, topic: str, partition: int, records: list[Record], *spoilt: int) -> int:
    """One batch of these records, those at `spoilt` with a header name that is no UTF-8; give its first offset."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all")
    await producer.start()
    try:
        batch = producer.create_batch()
        for place, one in enumerate(records):
            headers = [*one.headers, (MARK.decode(), b"1")] if place in spoilt else list(one.headers)
            batch.append(key=one.key, value=one.value, timestamp=None, headers=headers)
        batch._build = lambda made=batch._build: _spoilt(bytes(made()))
        sent = await (await producer.send_batch(batch, topic, partition=partition))
        return int(sent.offset)
    finally:
        await producer.stop()


def _spoilt(batch: bytes) -> bytearray:
    """The batch with the mark's bytes replaced by such that are no UTF-8, and the checksum that fits them."""
    return with_checksum(bytearray(batch.replace(MARK, b"\xff" * len(MARK))))


def with_checksum(batch: bytearray) -> bytearray:
    """The batch with the length and the checksum that fit its bytes."""
    batch[LENGTH_AT:LENGTH_TO] = (len(batch) - LENGTH_TO).to_bytes(4, "big")
    batch[CRC_AT:CHECKED_FROM] = calc_crc32c(batch[CHECKED_FROM:]).to_bytes(4, "big")
    return batch


def damage(data: Path, topic: str, partition: int, marked: bytes) -> int:
    """Flip the bytes `marked` where the broker keeps the partition: its checksum no longer fits. Give how many."""
    return sum(_flipped(file, marked) for file in _segments(data, topic, partition))


def _segments(data: Path, topic: str, partition: int) -> Iterator[Path]:
    yield from data.rglob(f"{topic}-{partition}/*.log")


def _flipped(file: Path, marked: bytes) -> int:
    found = file.read_bytes().find(marked)
    if found < 0:
        return 0
    with file.open("r+b") as log:
        log.seek(found)
        log.write(bytes(byte ^ 0xFF for byte in marked))
    return 1
