"""Reads of what is not public: who saw what, when and by which channel. A row is only ever added; nobody changes one.

They are no acts, so they stand in no aggregate's chain: each checkpoint covers a range of them (checkpoints.py).
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC
from enum import StrEnum
from typing import Any

import msgspec

from shared.delivery.schema.base import names_of
from shared.delivery.schema.evidence import ReadRow

READ_COLUMNS = names_of(ReadRow)


class ReadChannel(StrEnum):
    """How somebody read."""

    API = "api"
    PAGE = "page"
    LINK = "link"
    """A link that holds its own key: whoever has it reads, and nobody knows who that is."""


def read_hash(row: Mapping[str, Any]) -> bytes:
    """sha256 over the canonical JSON of a read's values in the order of `READ_COLUMNS`."""
    at, *values = [row[name] for name in READ_COLUMNS]
    plain = [at.astimezone(UTC).isoformat(timespec="microseconds"), *map(_plain, values)]
    return hashlib.sha256(msgspec.json.encode(plain)).digest()


def _plain(value: object) -> object:
    """The database gives ids as UUIDs, an export as texts."""
    if isinstance(value, list):
        return [str(one) for one in value]
    return None if value is None else str(value)
