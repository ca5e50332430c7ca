"""Checks that a record was signed by the service that owns its event."""

import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature

from shared.contracts.attributes import Unreadable
from shared.signing.header import NAME, SignatureHeader, malformed, read
from shared.signing.key_ring import KeyRing, RingKey, UnusableKey, load_ring, public_key
from shared.signing.record_hash import CONTEXT, record_hash, way

log = logging.getLogger(__name__)
REMEMBERED = 512
"""Signed roots that are not verified again, with at most 127 hashes each; their records mostly arrive together."""


class Verifier:
    """The keys of a ring, ready to use."""

    def __init__(self, ring: KeyRing, file: Path | None = None) -> None:
        self.file = file
        """Where the ring came from; None: it cannot be read again."""
        self._use(ring)

    def _use(self, ring: KeyRing) -> None:
        self.ring = ring
        self._keys = {key.kid: (key, public_key(key)) for key in ring.keys}
        self._seen: dict[bytes, tuple[RingKey, set[bytes]]] = {}
        """The beginning of a header that proved true, the key, and what hangs together with the root that was signed:
        the next record under it mostly is a sibling that was passed already."""

    def reload(self) -> bool:
        """Read the ring's file again; whether it says something else than before. An unusable file changes nothing."""
        if self.file is None:
            return False
        try:
            ring = load_ring(self.file)
        except UnusableKey as error:
            log.warning("the key ring cannot be read again, the keys known go on counting: %s", error)
            return False
        changed = ring != self.ring
        if changed:
            self._use(ring)
        return changed

    def check(
        self,
        service: str,
        place: tuple[str, int, int],
        key: bytes,
        headers: Sequence[tuple[str, bytes | None]],
        value: bytes | None,
        time: datetime | None,
    ) -> None:
        """Unreadable, with a reason of its own for each: as `signer`, and signature_key_expired.

        `place` is topic, partition and offset, `time` what the record says of itself.
        """
        signed_with = self.signer(service, place, key, headers, value)
        if signed_with is not None:
            _check_time(signed_with, time)

    def signer(
        self,
        service: str,
        place: tuple[str, int, int],
        key: bytes,
        headers: Sequence[tuple[str, bytes | None]],
        value: bytes | None,
    ) -> RingKey | None:
        """The key of `service` that signed the record, at whatever time; None: no signature, and none is asked for.

        Unreadable: unsigned, signature_malformed, signature_key_unknown, signature_wrong_service, signature_invalid.
        """
        signatures = [content or b"" for name, content in headers if name == NAME]
        if not signatures:
            if self.ring.takes_unsigned(*place):
                return None
            raise Unreadable("unsigned", f"no signature of {service}")
        if len(signatures) > 1:
            raise malformed("more than one signature header")
        said = read(signatures[0])
        key_of, nodes = self._seen.get(said.signed) or (self._known(said.kid), set[bytes]())
        if key_of.service != service:
            raise Unreadable(
                "signature_wrong_service", f"key {key_of.kid} speaks for {key_of.service}, not for {service}"
            )
        gone = way(record_hash(place[0], key, headers, value), said.steps, nodes)
        if gone is None:
            raise malformed("a step that is neither left nor right")
        end, siblings = gone
        if end not in nodes:
            self._verify(said, end, key_of)
            nodes.add(end)
        nodes.update(siblings)
        self._remember(said.signed, key_of, nodes)
        return key_of

    def _known(self, kid: str) -> RingKey:
        if kid not in self._keys:
            raise Unreadable("signature_key_unknown", f"kid {kid!r} is not in the key ring")
        return self._keys[kid][0]

    def _verify(self, said: SignatureHeader, root: bytes, key: RingKey) -> None:
        try:
            self._keys[key.kid][1].verify(said.signature, CONTEXT + root)
        except InvalidSignature:
            raise Unreadable("signature_invalid", f"not what the owner of key {key.kid} signed") from None

    def _remember(self, signed: bytes, key: RingKey, nodes: set[bytes]) -> None:
        if signed not in self._seen:
            if len(self._seen) >= REMEMBERED:
                del self._seen[next(iter(self._seen))]
            self._seen[signed] = (key, nodes)


def _check_time(key: RingKey, time: datetime | None) -> None:
    if time is None:
        raise Unreadable("signature_key_expired", f"the record says no time, key {key.kid} holds for one")
    if time < key.since or (key.until and time >= key.until):
        raise Unreadable("signature_key_expired", f"key {key.kid} does not hold at {time.isoformat()}")
