"""The plumbing tables that every service keeps beside its aggregates, on its own metadata and in its own database."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB, UUID

from shared.delivery.journal.reads import columns_of_reads, reads_table
from shared.delivery.schema.reconciliations import reconciliation_tables
from shared.delivery.schema.result_table import result_table

UTC = sa.DateTime(timezone=True)


def delivery_tables(metadata: sa.MetaData) -> None:
    """Declare inbox, outbox, journal, seals, deadlines, parked, programmes … on a service's metadata."""
    sa.Table(
        "inbox",
        metadata,
        sa.Column("message", UUID(as_uuid=False), primary_key=True),
        sa.Column("aggregate", UUID(as_uuid=False), primary_key=True),
        sa.Column("seen_at", UTC, nullable=False, server_default=sa.func.now()),
    )
    sa.Table("forgotten", metadata, sa.Column("upto", UUID(as_uuid=False), primary_key=True))
    _outbox_table(metadata)
    _deadlines_table(metadata)
    _journal_table(metadata)
    _seals_table(metadata)
    _parked_table(metadata)
    _verifications_table(metadata)
    _programmes_table(metadata)
    reconciliation_tables(metadata)
    reads_table(metadata)
    sa.Table(
        "positions",
        metadata,
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("partition", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
    )


def _programmes_table(metadata: sa.MetaData) -> None:
    sa.Table(
        "programmes",
        metadata,
        sa.Column("programme", sa.Text, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("learnt_at", UTC, nullable=False, server_default=sa.func.now()),
    )


def _outbox_table(metadata: sa.MetaData) -> None:
    sa.Table(
        "outbox",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("shard", sa.SmallInteger, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("key", BYTEA, nullable=False),
        sa.Column("headers", BYTEA, nullable=False),
        sa.Column("value", BYTEA),
        sa.Column("at", UTC, nullable=False, server_default=sa.func.now()),
    )


def _deadlines_table(metadata: sa.MetaData) -> None:
    sa.Table(
        "deadlines",
        metadata,
        sa.Column("id", UUID(as_uuid=False), primary_key=True),
        sa.Column("aggregate", UUID(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_at", UTC, nullable=False, index=True),
        sa.Column("derivation", JSONB, nullable=False),
        sa.Column("facts", JSONB, nullable=False),
        sa.Column("correlation", sa.Text, nullable=False),
        sa.Column("traceparent", sa.Text),
        sa.UniqueConstraint("aggregate", "kind"),
    )


def _journal_table(metadata: sa.MetaData) -> None:
    sa.Table(
        "journal",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("aggregate", UUID(as_uuid=False), index=True),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("dossier", UUID(as_uuid=False), index=True),
        sa.Column("at", UTC, nullable=False),
        sa.Column("door", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("state", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("digest", BYTEA, nullable=False),
        sa.Column("trace", sa.Text),
        sa.Column("frozen", sa.Text),
        sa.Column("state_found", BYTEA),
        sa.Column("state_left", BYTEA),
        sa.Column("deadlines", sa.Text),
        sa.Column("previous", BYTEA, nullable=False),
        sa.Column("hash", BYTEA, nullable=False),
        sa.Index(
            "journal_command",
            "message",
            unique=True,
            postgresql_where=sa.text("door = 'http' AND outcome = 'performed'"),
        ),
    )


def _seals_table(metadata: sa.MetaData) -> None:
    sa.Table(
        "seals",
        metadata,
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first", sa.BigInteger, nullable=False),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("root", BYTEA, nullable=False),
        sa.Column("sealed_at", UTC, nullable=False),
        sa.Column("previous", BYTEA, nullable=False),
        sa.Column("hash", BYTEA, nullable=False),
        *columns_of_reads(),
    )


def _verifications_table(metadata: sa.MetaData) -> None:
    result_table(
        metadata,
        "verifications",
        "verified",
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("entries", sa.BigInteger, nullable=False),
        sa.Column("faults", sa.Integer, nullable=False),
        sa.Column("roots", sa.Integer),
    )
    sa.Table(
        "anchors",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("anchored_at", UTC, nullable=False),
        sa.Column("anchored_by", sa.Text, nullable=False),
        sa.Column("keeper", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("hash", BYTEA, nullable=False),
    )


def _parked_table(metadata: sa.MetaData) -> None:
    sa.Table(
        "parked",
        metadata,
        sa.Column("id", UUID(as_uuid=False), primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("topic", sa.Text, nullable=False),
        sa.Column("partition", sa.Integer, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("key", BYTEA, nullable=False),
        sa.Column("headers", BYTEA, nullable=False),
        sa.Column("value", BYTEA),
        sa.Column("aggregate", UUID(as_uuid=False)),
        sa.Column("dossier", sa.Text),
        sa.Column("traceparent", sa.Text),
        sa.Column("parked_at", UTC, nullable=False),
        sa.Column("settled_at", UTC),
        sa.Column("settled_by", sa.Text),
        sa.Column("seen_at", UTC),
        sa.Column("seen_by", sa.Text),
        sa.Index("parked_key_digest", sa.text("sha256(key)"), postgresql_where=sa.text("status = 'parked'")),
    )
