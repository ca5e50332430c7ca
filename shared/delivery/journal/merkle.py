"""Merkle roots: one hash that stands for many, in their order (leaves and nodes told apart as in RFC 6962)."""

import hashlib
from collections.abc import Sequence

LEAF, NODE = b"\x00", b"\x01"


def leaf(number: int, content: bytes) -> bytes:
    """The leaf of a numbered content: the same content under another number is another leaf."""
    return hashlib.sha256(LEAF + number.to_bytes(8, "big") + content).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaves in their order; of none, the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=False)
        left_over = level[len(level) // 2 * 2 :]
        level = [hashlib.sha256(NODE + one + other).digest() for one, other in pairs] + left_over
    return level[0]
