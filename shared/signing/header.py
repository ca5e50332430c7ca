"""The binary header `signature`: version, key id, signature of a root, the way from the record to that root."""

from typing import NamedTuple

from shared.contracts.attributes import Unreadable
from shared.signing.record_hash import LEFT, RIGHT, Step

NAME = "signature"
VERSION = 1
SIGNATURE_BYTES, HASH_BYTES, LONGEST_PATH = 64, 32, 16


class SignatureHeader(NamedTuple):
    """What the header says."""

    kid: str
    signature: bytes
    path: tuple[Step, ...]


def written(header: SignatureHeader) -> bytes:
    """As it stands on the record."""
    kid = header.kid.encode()
    steps = b"".join(bytes((side,)) + sibling for side, sibling in header.path)
    return bytes((VERSION, len(kid))) + kid + header.signature + steps


def read(raw: bytes) -> SignatureHeader:
    """Unreadable: signature_malformed."""
    length = raw[1] if len(raw) > 1 else 0
    behind = 2 + length + SIGNATURE_BYTES
    steps = raw[behind:]
    whole, rest = divmod(len(steps), 1 + HASH_BYTES)
    if not length or raw[0] != VERSION or len(raw) < behind or rest or whole > LONGEST_PATH:
        raise Unreadable("signature_malformed", f"{len(raw)} bytes that are no signature header of version {VERSION}")
    pieces = [steps[at : at + 1 + HASH_BYTES] for at in range(0, len(steps), 1 + HASH_BYTES)]
    if any(piece[0] not in (LEFT, RIGHT) for piece in pieces):
        raise Unreadable("signature_malformed", "a step that is neither left nor right")
    kid = raw[2 : 2 + length].decode("ascii", errors="replace")
    return SignatureHeader(kid, raw[2 + length : behind], tuple((piece[0], piece[1:]) for piece in pieces))
