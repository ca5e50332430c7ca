"""A verifier as an integrator would write it from shared/contracts/signatures.md: no line of the product in it."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def verify(
    ring: Mapping[str, Any], topic: str, key: bytes, headers: Sequence[tuple[str, bytes]], value: bytes | None
) -> str:
    """Who signed the record. Any exception: do not believe it."""
    raw = dict(headers)["signature"]
    assert raw[0] == 1
    kid, behind = raw[2 : 2 + raw[1]].decode(), 2 + raw[1]
    signature, steps = raw[behind : behind + 64], raw[behind + 64 :]
    covered = [(name, content) for name, content in headers if name == "content-type" or name.startswith("ce_")]
    text = b"\0" + msgspec.msgpack.encode([topic, key, covered, value])  # any library for MessagePack
    root = hashlib.sha256(text).digest()
    for at in range(0, len(steps), 33):
        side, sibling = steps[at], steps[at + 1 : at + 33]
        root = hashlib.sha256(b"\1" + (root + sibling if side else sibling + root)).digest()
    [entry] = [one for one in ring["keys"] if one["kid"] == kid]
    attributes = {name: content.decode() for name, content in headers if name.startswith("ce_")}
    assert attributes["ce_source"] == f"/referencement/{entry['service']}"
    time = datetime.fromisoformat(attributes["ce_time"])
    assert datetime.fromisoformat(entry["since"]) <= time
    assert entry["until"] is None or time < datetime.fromisoformat(entry["until"])
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(entry["public_key"]))
    public.verify(signature, b"referencement record signature 1\n" + root)
    return str(entry["service"])
