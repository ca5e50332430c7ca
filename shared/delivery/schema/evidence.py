"""Tables of evidence: the journal and what covers it, who read what, and the results of checks."""

from datetime import datetime

import sqlalchemy as sa

from shared.delivery.schema.base import BYTEA, JSONB, UTC, UUID, PlumbingTable, column, identity, text


class JournalRow(PlumbingTable, table=True):
    """An act or a refusal; the columns before `previous` are those of `Entry`, in its order."""

    __tablename__ = "journal"
    __table_args__ = (
        sa.Index(
            "journal_command",
            "message",
            unique=True,
            postgresql_where=sa.text("door = 'http' AND outcome = 'performed'"),
        ),
    )

    id: int | None = identity()
    aggregate: str | None = column(UUID, index=True)
    entry: int
    dossier: str | None = column(UUID, index=True)
    at: datetime = column(UTC)
    door: str = text()
    """The channel, by the name that exported journals have."""
    act: str = text()
    rule: str = text()
    actor: str = text()
    roles: str = text()
    message: str = text()
    outcome: str = text()
    state: str | None = text()
    version: int
    events: str = text()
    digest: bytes = column(BYTEA)
    trace: str | None = text()
    frozen: str | None = text()
    state_found: bytes | None = column(BYTEA)
    state_left: bytes | None = column(BYTEA)
    deadlines: str | None = text()
    previous: bytes = column(BYTEA)
    hash: bytes = column(BYTEA)


class CheckpointRow(PlumbingTable, table=True):
    """A checkpoint over a range of journal rows and of reads (journal/checkpoints.py)."""

    __tablename__ = "seals"

    number: int = column(sa.Integer(), key=True)
    first: int = column(sa.BigInteger())
    last: int = column(sa.BigInteger())
    entries: int
    root: bytes = column(BYTEA)
    sealed_at: datetime = column(UTC)
    previous: bytes = column(BYTEA)
    hash: bytes = column(BYTEA)
    reads_last: int | None = column(sa.BigInteger())
    reads_entries: int | None
    reads_root: bytes | None = column(BYTEA)


class ReadRow(PlumbingTable, table=True):
    """A read of what is not public."""

    __tablename__ = "reads"
    __table_args__ = (sa.Index("reads_subjects", "subjects", postgresql_using="gin"),)

    id: int | None = identity()
    at: datetime = column(UTC)
    channel: str = text()
    what: str = text()
    actor: str = text()
    roles: str = text()
    organisation: str | None = text()
    dossier: str | None = column(UUID, index=True)
    subjects: list[str] = column(sa.ARRAY(UUID))
    trace: str | None = text()


class VerificationRow(PlumbingTable, table=True):
    """The result of a verification of the journal."""

    __tablename__ = "verifications"

    id: int | None = identity()
    verified_at: datetime = column(UTC)
    verified_by: str = text()
    seconds: float
    entries: int = column(sa.BigInteger())
    faults: int
    roots: int | None


class AnchorRow(PlumbingTable, table=True):
    """A checkpoint's hash that was given to a keeper outside."""

    __tablename__ = "anchors"

    id: int | None = identity()
    anchored_at: datetime = column(UTC)
    anchored_by: str = text()
    keeper: str = text()
    number: int
    hash: bytes = column(BYTEA)


class ReconciliationRow(PlumbingTable, table=True):
    """The result of a comparison with the topics."""

    __tablename__ = "reconciliations"

    id: int | None = identity()
    compared_at: datetime = column(UTC)
    compared_by: str = text()
    seconds: float
    gaps: dict[str, int] = column(JSONB)
    accepted: int


class AcceptedGapRow(PlumbingTable, table=True):
    """A gap that somebody has accepted, with the reason."""

    __tablename__ = "accepted_gaps"

    id: int | None = identity()
    accepted_at: datetime = column(UTC)
    accepted_by: str = text()
    reason: str = text()
    gap: bytes = column(BYTEA)
    said: str = text()
