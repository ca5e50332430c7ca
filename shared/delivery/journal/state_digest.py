"""The digest of a stored body: the same from the state in memory, from the row, and in any other language.

Canonical JSON: UTF-8, no blanks, members sorted by name (by code point), strings escaped only where JSON demands it,
numbers as plain decimals without exponent, without zeros at the end of a fraction, without a sign on zero. PostgreSQL's
jsonb changes the order of members, blanks and the writing of numbers, and none of these three is in that form.
"""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal

import msgspec

ordered = msgspec.json.Encoder(order="sorted").encode
"""JSON with sorted members; canonical as it is where there are no fractions."""


def _plain(number: str) -> msgspec.Raw:
    text = format(Decimal(number), "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return msgspec.Raw(b"0" if text == "-0" else text.encode())


_decode = msgspec.json.Decoder(float_hook=_plain).decode


def canonical(text: str | bytes) -> bytes:
    """Any JSON text in canonical form."""
    return ordered(_decode(text))


def state_digest(body: str | bytes) -> bytes:
    """sha256 over the canonical form of a stored body."""
    return hashlib.sha256(canonical(body)).digest()


def deadline_mark(due_at: datetime, derivation: Sequence[str], facts: Mapping[str, str]) -> str:
    """Stands for a deadline that is set: when it falls due, and sha256 over how it was reckoned and what it carries."""
    carried = ordered({"derivation": derivation, "facts": facts})
    at = due_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{at} {hashlib.sha256(carried).hexdigest()}"
