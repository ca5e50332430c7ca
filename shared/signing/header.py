"""The binary header `signature`: version, key id, signature of a root, the steps from the record to that root."""

from typing import NamedTuple

from shared.contracts.attributes import Unreadable
from shared.signing.record_hash import STEP_BYTES

NAME = "signature"
VERSION = 1
SIGNATURE_BYTES, MOST_STEPS = 64, 16


class SignatureHeader(NamedTuple):
    """What the header says."""

    signed: bytes
    """All before the steps: the same for every record under one root."""
    steps: bytes

    @property
    def kid(self) -> str:
        """Id of the key."""
        return self.signed[2:-SIGNATURE_BYTES].decode("ascii", errors="replace")

    @property
    def signature(self) -> bytes:
        """Of the root."""
        return self.signed[-SIGNATURE_BYTES:]


def beginning(kid: str, signature: bytes) -> bytes:
    """What all headers under one root begin with."""
    name = kid.encode()
    return bytes((VERSION, len(name))) + name + signature


def read(raw: bytes) -> SignatureHeader:
    """Unreadable: signature_malformed. What the steps say is for whoever goes them."""
    length = raw[1] if len(raw) > 1 else 0
    behind = 2 + length + SIGNATURE_BYTES
    whole, rest = divmod(len(raw) - behind, STEP_BYTES)
    if not length or raw[0] != VERSION or rest or not 0 <= whole <= MOST_STEPS:
        raise malformed(f"{len(raw)} bytes that are no signature header of version {VERSION}")
    return SignatureHeader(raw[:behind], raw[behind:])


def malformed(detail: str) -> Unreadable:
    """The refusal of a header that says nothing."""
    return Unreadable("signature_malformed", detail)
