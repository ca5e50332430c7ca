"""Tables of messages on their way: what came, what is sent, what falls due, what was set aside."""

from datetime import datetime

import sqlalchemy as sa

from shared.delivery.schema.base import BYTEA, JSONB, UTC, UUID, PlumbingTable, column, identity, text, written_at


class InboxRow(PlumbingTable, table=True):
    """An event that was performed, for one aggregate."""

    __tablename__ = "inbox"

    message: str = column(UUID, key=True)
    aggregate: str = column(UUID, key=True)
    seen_at: datetime | None = written_at()


class InboxWatermarkRow(PlumbingTable, table=True):
    """One row: events made before `upto` may have been removed from the inbox."""

    __tablename__ = "forgotten"

    upto: str = column(UUID, key=True)


class OutboxRow(PlumbingTable, table=True):
    """A record to send."""

    __tablename__ = "outbox"

    id: int | None = identity()
    shard: int = column(sa.SmallInteger())
    topic: str = text()
    key: bytes = column(BYTEA)
    headers: bytes = column(BYTEA)
    value: bytes | None = column(BYTEA)
    at: datetime | None = written_at()


class DeadlineRow(PlumbingTable, table=True):
    """Something that will fall due: at most one of a kind for an aggregate."""

    __tablename__ = "deadlines"
    __table_args__ = (sa.UniqueConstraint("aggregate", "kind"),)

    id: str = column(UUID, key=True)
    aggregate: str = column(UUID)
    kind: str = text()
    due_at: datetime = column(UTC, index=True)
    derivation: list[str] = column(JSONB)
    facts: dict[str, str] = column(JSONB)
    correlation: str = text()
    traceparent: str | None = text()


class ParkedRow(PlumbingTable, table=True):
    """A record that was set aside, with the reason."""

    __tablename__ = "parked"
    __table_args__ = (
        sa.Index("parked_key_digest", sa.text("sha256(key)"), postgresql_where=sa.text("status = 'parked'")),
    )

    id: str = column(UUID, key=True)
    status: str = text()
    """parked, redriven or dropped"""
    reason: str = text()
    detail: str = text()
    topic: str = text()
    partition: int
    position: int = column(sa.BigInteger())
    key: bytes = column(BYTEA)
    headers: bytes = column(BYTEA)
    value: bytes | None = column(BYTEA)
    aggregate: str | None = column(UUID)
    dossier: str | None = text()
    traceparent: str | None = text()
    parked_at: datetime = column(UTC)
    settled_at: datetime | None = column(UTC)
    settled_by: str | None = text()
    seen_at: datetime | None = column(UTC)
    seen_by: str | None = text()


class PositionRow(PlumbingTable, table=True):
    """How far the database has come on a partition."""

    __tablename__ = "positions"

    topic: str = text(key=True)
    partition: int = column(sa.Integer(), key=True)
    position: int = column(sa.BigInteger())


class ProgrammeRow(PlumbingTable, table=True):
    """The last document of a programme that was read from its topic."""

    __tablename__ = "programmes"

    programme: str = text(key=True)
    document: str = text()
    position: int = column(sa.BigInteger())
    learnt_at: datetime | None = written_at()
