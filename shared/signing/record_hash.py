"""What a signature covers: one hash per record, and the way from it to the root that was signed.

The format is described for other readers in shared/contracts/signatures.md.
"""

from collections.abc import Container, Sequence
from hashlib import sha256

import msgspec

LEAF, NODE = b"\x00", b"\x01"
LEFT, RIGHT = 0, 1
TO_LEFT, TO_RIGHT = bytes((LEFT,)), bytes((RIGHT,))
"""On which side of the hash in hand its sibling stands."""
CONTEXT = b"referencement record signature 1\n"
STEP_BYTES = 33
pack = msgspec.msgpack.Encoder().encode


def record_hash(topic: str, key: bytes, headers: Sequence[tuple[str, bytes | None]], value: bytes | None) -> bytes:
    """The leaf of a record: topic, key, `content-type` and every `ce_` header in their order, value; as MessagePack."""
    covered = [(name, held or b"") for name, held in headers if name[:3] == "ce_" or name == "content-type"]
    return sha256(LEAF + pack((topic, key, covered, value))).digest()


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


def way(leaf: bytes, steps: bytes, known: Container[bytes]) -> tuple[bytes, list[bytes]] | None:
    """Go from a leaf by steps of 33 bytes each to the first hash that is known, else to the root; and all the siblings
    passed, which are as good as what is found at the end. None: a step goes neither left nor right."""
    found, siblings = leaf, []
    for at in range(0, len(steps), STEP_BYTES):
        if found in known:
            break
        sibling = steps[at + 1 : at + STEP_BYTES]
        if steps[at] == RIGHT:
            found = sha256(NODE + found + sibling).digest()
        elif steps[at] == LEFT:
            found = sha256(NODE + sibling + found).digest()
        else:
            return None
        siblings.append(sibling)
    return found, siblings


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()
