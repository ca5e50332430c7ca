"""What a signature covers: one hash per record, and the way from it to the root that was signed.

The format is described for other readers in shared/contracts/signatures.md.
"""

import hashlib
from collections.abc import Iterable, Sequence

LEAF, NODE = b"\x00", b"\x01"
LEFT, RIGHT = 0, 1
"""On which side of the hash in hand its sibling stands."""
CONTEXT = b"referencement record signature 1\n"
NO_VALUE = b"\xff\xff\xff\xff"
Step = tuple[int, bytes]


def record_hash(topic: str, key: bytes, headers: Iterable[tuple[str, bytes]], value: bytes | None) -> bytes:
    """The leaf of a record: topic, key, `content-type` and every `ce_` header in their order, value; with lengths."""
    name = topic.encode()
    parts = [LEAF, len(name).to_bytes(4, "big"), name, len(key).to_bytes(4, "big"), key]
    for header, held in headers:
        if header.startswith("ce_") or header == "content-type":
            named = header.encode()
            parts += (len(named).to_bytes(4, "big"), named, len(held).to_bytes(4, "big"), held)
    parts += (NO_VALUE,) if value is None else (NO_VALUE, len(value).to_bytes(4, "big"), value)
    return hashlib.sha256(b"".join(parts)).digest()


def with_paths(leaves: Sequence[bytes]) -> tuple[bytes, list[tuple[Step, ...]]]:
    """The root over leaves in their order, and for each leaf its way there. A node without a neighbour moves up."""
    paths: list[list[Step]] = [[] for _ in leaves]
    level: list[tuple[bytes, tuple[int, ...]]] = [(leaf, (place,)) for place, leaf in enumerate(leaves)]
    while len(level) > 1:
        above: list[tuple[bytes, tuple[int, ...]]] = []
        for (left, under_left), (right, under_right) in zip(level[::2], level[1::2], strict=False):
            for place in under_left:
                paths[place].append((RIGHT, right))
            for place in under_right:
                paths[place].append((LEFT, left))
            above.append((_node(left, right), under_left + under_right))
        level = above + level[len(level) // 2 * 2 :]
    return level[0][0], [tuple(path) for path in paths]


def root_of(leaf: bytes, path: Iterable[Step]) -> bytes:
    """The root that a leaf leads to."""
    found = leaf
    for side, sibling in path:
        found = _node(sibling, found) if side == LEFT else _node(found, sibling)
    return found


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(NODE + left + right).digest()
