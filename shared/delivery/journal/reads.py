"""Reads of what is not public: who saw what, when and by which channel. A row is only ever added; nobody changes one.

They are no acts, so they stand in no aggregate's chain: each checkpoint covers a range of them (checkpoints.py).
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC
from enum import StrEnum
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, UUID

READ_COLUMNS = ("at", "channel", "what", "actor", "roles", "organisation", "dossier", "subjects", "trace")


class ReadChannel(StrEnum):
    """How somebody read."""

    API = "api"
    PAGE = "page"
    LINK = "link"
    """A link that holds its own key: whoever has it reads, and nobody knows who that is."""


def reads_table(metadata: sa.MetaData) -> None:
    """Declare it."""
    sa.Table(
        "reads",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text),
        sa.Column("dossier", UUID(as_uuid=False), index=True),
        sa.Column("subjects", sa.ARRAY(UUID(as_uuid=False)), nullable=False),
        sa.Column("trace", sa.Text),
        sa.Index("reads_subjects", "subjects", postgresql_using="gin"),
    )


def columns_of_reads() -> list[sa.Column[Any]]:
    """What a checkpoint says of the reads that it covers."""
    return [
        sa.Column("reads_last", sa.BigInteger),
        sa.Column("reads_entries", sa.Integer),
        sa.Column("reads_root", BYTEA),
    ]


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
