"""One way to write the content of a version, so that its hash is the same everywhere."""

import hashlib
import json
from datetime import date


def canonical_json(content: object) -> bytes:
    """JSON with sorted keys, no blanks, UTF-8; days as ISO texts."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_day)
    return text.encode()


def content_hash(canonical: bytes) -> str:
    """SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical).hexdigest()


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no plain data")
