"""Signs records as they are sent: one signature for up to 64 of them."""

from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.signing.header import beginning
from shared.signing.key_ring import kid_of
from shared.signing.record_hash import CONTEXT, with_paths

TOGETHER = 64
"""A signature costs as much as 12 hashes of a record, a verification as much as 30; each doubling adds 33 bytes."""


class Signer:
    """The private key of one service."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.kid = kid_of(key.public_key())

    def sign(self, hashes: Sequence[bytes]) -> list[bytes]:
        """The header of each record, in order."""
        headers: list[bytes] = []
        for start in range(0, len(hashes), TOGETHER):
            root, paths = with_paths(hashes[start : start + TOGETHER])
            start_of_all = beginning(self.kid, self._key.sign(CONTEXT + root))
            headers += [start_of_all + path for path in paths]
        return headers
