"""Signing keys for a line on this machine: one pair for each service, and the ring that all of them read."""

import hmac
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from shared.signing.key_ring import KeyRing, ring_key

FOLDER = Path("signing")
RING = FOLDER / "ring.json"
BEFORE_ALL = datetime(2000, 1, 1, tzinfo=UTC)
"""A simulated clock may stand anywhere."""


def pem_of(key: Ed25519PrivateKey) -> bytes:
    """As it is kept in a file."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def make_keys(root: Path, services: Sequence[str], seed: bytes | None = None) -> None:
    """Write keys and ring under `root`; those that are there stay, for they signed what is on the topics.

    With a `seed`, a secret, they are the same wherever they are made: for a demonstration whose pods share no disk.
    """
    if (root / RING).exists():
        return
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    made = {service: _key(service, seed) for service in services}
    for service, key in made.items():
        key_file(root, service).touch(mode=0o600)
        key_file(root, service).write_bytes(pem_of(key))
    ring = KeyRing(keys=tuple(ring_key(name, key.public_key(), BEFORE_ALL) for name, key in made.items()))
    (root / RING).write_bytes(msgspec.json.format(msgspec.json.encode(ring)))


def _key(service: str, seed: bytes | None) -> Ed25519PrivateKey:
    if seed is None:
        return Ed25519PrivateKey.generate()
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(seed, f"signing key of {service}".encode(), "sha256"))


def key_file(root: Path, service: str) -> Path:
    """Where the private key of a service is."""
    return root / FOLDER / f"{service}.pem"
