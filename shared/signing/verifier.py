"""Checks that a record was signed by the service that owns its event."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.exceptions import InvalidSignature

from shared.contracts.attributes import Unreadable
from shared.signing.header import NAME, SignatureHeader, malformed, read
from shared.signing.key_ring import KeyRing, RingKey, public_key
from shared.signing.record_hash import CONTEXT, record_hash, root_of

REMEMBERED = 4096
"""Signed roots that are not verified again; the records of one root mostly arrive together."""


class Verifier:
    """The keys of a ring, ready to use."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self._keys = {key.kid: (key, public_key(key)) for key in ring.keys}
        self._seen: dict[bytes, tuple[RingKey, bytes]] = {}
        """The beginning of a header that proved true, the key, and the root that was signed."""

    def check(
        self,
        service: str,
        place: tuple[str, int, int],
        key: bytes,
        headers: Sequence[tuple[str, bytes | None]],
        value: bytes | None,
        time: datetime | None,
    ) -> None:
        """Unreadable, with a reason of its own for each: unsigned, signature_malformed, signature_key_unknown,
        signature_wrong_service, signature_key_expired, signature_invalid.

        `place` is topic, partition and offset, `time` what the record says of itself.
        """
        signatures = [content or b"" for name, content in headers if name == NAME]
        if not signatures:
            if self.ring.takes_unsigned(*place):
                return
            raise Unreadable("unsigned", f"no signature of {service}")
        if len(signatures) > 1:
            raise malformed("more than one signature header")
        said = read(signatures[0])
        known = self._seen.get(said.signed)
        key_of = known[0] if known else self._known(said.kid)
        _check_key(key_of, service, time)
        root = root_of(record_hash(place[0], key, headers, value), said.steps)
        if root is None:
            raise malformed("a step that is neither left nor right")
        if known is None or known[1] != root:
            self._verify(said, root, key_of)

    def _known(self, kid: str) -> RingKey:
        if kid not in self._keys:
            raise Unreadable("signature_key_unknown", f"kid {kid!r} is not in the key ring")
        return self._keys[kid][0]

    def _verify(self, said: SignatureHeader, root: bytes, key: RingKey) -> None:
        try:
            self._keys[key.kid][1].verify(said.signature, CONTEXT + root)
        except InvalidSignature:
            raise Unreadable("signature_invalid", f"not what the owner of key {key.kid} signed") from None
        if len(self._seen) >= REMEMBERED:
            del self._seen[next(iter(self._seen))]
        self._seen[said.signed] = (key, root)


def _check_key(key: RingKey, service: str, time: datetime | None) -> None:
    if key.service != service:
        raise Unreadable("signature_wrong_service", f"key {key.kid} speaks for {key.service}, not for {service}")
    if time is None:
        raise Unreadable("signature_key_expired", f"the record says no time, key {key.kid} holds for one")
    if time < key.since or (key.until and time >= key.until):
        raise Unreadable("signature_key_expired", f"key {key.kid} does not hold at {time.isoformat()}")
