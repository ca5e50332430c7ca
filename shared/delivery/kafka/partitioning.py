"""The partition of a key, as Kafka's own default partitioner reckons it: murmur2.

aiokafka has the same in pure Python, byte by byte: at that it is the dearest single step of sending a record. No
well-kept package was found that has murmur2 compiled; taken in words of four bytes it costs a fourth.
"""

import struct

SEED = 0x9747B28C
FACTOR = 0x5BD1E995
MASK = 0xFFFFFFFF


def partition_of(key: bytes, partitions: int) -> int:
    """The place of a key among so many partitions: the same for every client of Kafka that keeps to its default."""
    return (_murmur2(key) & 0x7FFFFFFF) % partitions


def _murmur2(key: bytes) -> int:
    words, rest = divmod(len(key), 4)
    mixed = SEED ^ len(key)
    for word in struct.unpack_from(f"<{words}I", key):
        scaled = word * FACTOR & MASK
        mixed = (mixed * FACTOR ^ (scaled ^ scaled >> 24) * FACTOR) & MASK
    if rest:
        mixed = (mixed ^ int.from_bytes(key[-rest:], "little")) * FACTOR & MASK
    mixed = (mixed ^ mixed >> 13) * FACTOR & MASK
    return mixed ^ mixed >> 15
