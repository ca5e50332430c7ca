"""The public keys of all services: which key speaks for whom, from when until when. No secret is in it."""

import base64
import hashlib
from datetime import datetime
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key


class UnusableKey(ValueError):
    """A key or a key ring that cannot be used, and what to do."""


class RingKey(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One key. It stays in the ring for as long as there are records that it signed."""

    kid: str
    service: str
    public_key: str
    """Base64 of the 32 bytes."""
    since: datetime
    until: datetime | None = None
    """Records that say a later time are not taken under it; None: it is in use."""


class KeyRing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All keys, and which records may do without a signature."""

    keys: tuple[RingKey, ...]
    unsigned: dict[str, dict[str, int]] | Literal["accepted"] = {}
    """Topic and partition to the first offset that must be signed; "accepted": none must (only while upgrading).

    Offsets, because a time could be claimed by whoever forges the record.
    """

    def takes_unsigned(self, topic: str, partition: int, offset: int) -> bool:
        """Whether the record there may do without a signature."""
        if isinstance(self.unsigned, str):
            return True
        return offset < self.unsigned.get(topic, {}).get(str(partition), 0)


def load_ring(file: Path) -> KeyRing:
    """UnusableKey: it is not there, or says something else than keys."""
    try:
        ring = msgspec.json.decode(file.read_bytes(), type=KeyRing)
        for key in ring.keys:
            if kid_of(public_key(key)) != key.kid:
                raise UnusableKey(f"kid {key.kid} is not that of its public key: write the ring with `keys new`")
            if not key.since.tzinfo or (key.until and not key.until.tzinfo):
                raise UnusableKey(f"kid {key.kid}: since and until need a time zone")
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnusableKey(f"{file}: {error}") from None
    return ring


def public_key(key: RingKey) -> Ed25519PublicKey:
    """UnusableKey: the text is no Ed25519 key."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public_key, validate=True))
    except ValueError as error:
        raise UnusableKey(f"kid {key.kid}: {error}") from None


def kid_of(public: Ed25519PublicKey) -> str:
    """The id of a key: the beginning of its own hash, so that no two keys can share one."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def load_private_key(pem: str) -> Ed25519PrivateKey:
    """UnusableKey: it is no private Ed25519 key in PEM form."""
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableKey(f"not a private key in PEM form ({type(error).__name__})") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UnusableKey("not an Ed25519 key")
    return key


def ring_key(service: str, public: Ed25519PublicKey, since: datetime) -> RingKey:
    """The entry of a new key."""
    text = base64.b64encode(public.public_bytes_raw()).decode()
    return RingKey(kid=kid_of(public), service=service, public_key=text, since=since)
