"""What a signature covers: one hash per record, and the way from it to the root that was signed.

The format is described for other readers in shared/contracts/signatures.md.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256

LEAF, NODE = b"\x00", b"\x01"
LEFT, RIGHT = 0, 1
TO_LEFT, TO_RIGHT = bytes((LEFT,)), bytes((RIGHT,))
"""On which side of the hash in hand its sibling stands."""
CONTEXT = b"referencement record signature 1\n"
STEP_BYTES = 33
SHORT = tuple(number.to_bytes(4, "big") for number in range(1024))
NO_VALUE = b"\xff\xff\xff\xff"


def record_hash(topic: str, key: bytes, headers: Iterable[tuple[str, bytes | None]], value: bytes | None) -> bytes:
    """The leaf of a record: topic, key, `content-type` and every `ce_` header in their order, value; with lengths."""
    parts = [LEAF, _named(topic), _length(len(key)), key]
    for name, content in headers:
        if name[:3] == "ce_" or name == "content-type":
            held = content or b""
            parts += (_named(name), _length(len(held)), held)
    parts += (NO_VALUE,) if value is None else (NO_VALUE, _length(len(value)), value)
    return sha256(b"".join(parts)).digest()


@lru_cache(maxsize=256)
def _named(name: str) -> bytes:
    """The names of topics and headers: a few, again and again."""
    held = name.encode()
    return len(held).to_bytes(4, "big") + held


def _length(number: int) -> bytes:
    return SHORT[number] if number < len(SHORT) else number.to_bytes(4, "big")


def with_paths(leaves: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
    """The root over leaves in their order, and for each leaf its steps. A node without a neighbour moves up."""
    paths = [b""] * len(leaves)
    level = [(leaf, range(place, place + 1)) for place, leaf in enumerate(leaves)]
    while len(level) > 1:
        above: list[tuple[bytes, range]] = []
        for (left, under_left), (right, under_right) in zip(level[::2], level[1::2], strict=False):
            to_right, to_left = TO_RIGHT + right, TO_LEFT + left
            for place in under_left:
                paths[place] += to_right
            for place in under_right:
                paths[place] += to_left
            above.append((_node(left, right), range(under_left.start, under_right.stop)))
        level = above + level[len(level) // 2 * 2 :]
    return level[0][0], paths


def root_of(leaf: bytes, steps: bytes) -> bytes | None:
    """The root that a leaf leads to by steps of 33 bytes each; None: one goes neither left nor right."""
    found = leaf
    for at in range(0, len(steps), STEP_BYTES):
        sibling = steps[at + 1 : at + STEP_BYTES]
        if steps[at] == RIGHT:
            found = sha256(NODE + found + sibling).digest()
        elif steps[at] == LEFT:
            found = sha256(NODE + sibling + found).digest()
        else:
            return None
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()
