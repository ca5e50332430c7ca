"""first tables"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("message", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("digest", postgresql.BYTEA(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message"),
    )
    op.create_table(
        "campaigns",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", postgresql.BYTEA(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_campaigns_dossier"), "campaigns", ["dossier"], unique=False)
    op.create_index(op.f("ix_campaigns_state"), "campaigns", ["state"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", postgresql.BYTEA(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listing", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("organisation", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_cases_dossier"), "cases", ["dossier"], unique=False)
    op.create_index(op.f("ix_cases_listing"), "cases", ["listing"], unique=False)
    op.create_index(op.f("ix_cases_organisation"), "cases", ["organisation"], unique=False)
    op.create_index(op.f("ix_cases_state"), "cases", ["state"], unique=False)
    op.create_table(
        "complaints",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", postgresql.BYTEA(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listing", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("category", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("severity", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("complainant", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_complaints_complainant"), "complaints", ["complainant"], unique=False)
    op.create_index(op.f("ix_complaints_dossier"), "complaints", ["dossier"], unique=False)
    op.create_index(op.f("ix_complaints_listing"), "complaints", ["listing"], unique=False)
    op.create_index(op.f("ix_complaints_state"), "complaints", ["state"], unique=False)
    op.create_table(
        "deadlines",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("aggregate", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("derivation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("correlation", sa.Text(), nullable=False),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("aggregate", "kind"),
    )
    op.create_index(op.f("ix_deadlines_due_at"), "deadlines", ["due_at"], unique=False)
    op.create_table(
        "inbox",
        sa.Column("message", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("aggregate", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("message", "aggregate"),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("aggregate", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("entry", sa.Integer(), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("digest", postgresql.BYTEA(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=True),
        sa.Column("previous", postgresql.BYTEA(), nullable=False),
        sa.Column("hash", postgresql.BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_journal_aggregate"), "journal", ["aggregate"], unique=False)
    op.create_index(op.f("ix_journal_dossier"), "journal", ["dossier"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("shard", sa.SmallInteger(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("key", postgresql.BYTEA(), nullable=False),
        sa.Column("headers", postgresql.BYTEA(), nullable=False),
        sa.Column("value", postgresql.BYTEA(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "parked",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("partition", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("key", postgresql.BYTEA(), nullable=False),
        sa.Column("headers", postgresql.BYTEA(), nullable=False),
        sa.Column("value", postgresql.BYTEA(), nullable=True),
        sa.Column("aggregate", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("dossier", sa.Text(), nullable=True),
        sa.Column("traceparent", sa.Text(), nullable=True),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("parked_key", "parked", ["key"], unique=False, postgresql_where=sa.text("status = 'parked'"))
    op.create_table(
        "watches",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", postgresql.BYTEA(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listing", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("typology", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("service_name", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("organisation", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("listing"),
    )
    op.create_index(op.f("ix_watches_dossier"), "watches", ["dossier"], unique=False)
    op.create_index(op.f("ix_watches_organisation"), "watches", ["organisation"], unique=False)
    op.create_index(op.f("ix_watches_state"), "watches", ["state"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_watches_state"), table_name="watches")
    op.drop_index(op.f("ix_watches_organisation"), table_name="watches")
    op.drop_index(op.f("ix_watches_dossier"), table_name="watches")
    op.drop_table("watches")
    op.drop_index("parked_key", table_name="parked", postgresql_where=sa.text("status = 'parked'"))
    op.drop_table("parked")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_journal_dossier"), table_name="journal")
    op.drop_index(op.f("ix_journal_aggregate"), table_name="journal")
    op.drop_table("journal")
    op.drop_table("inbox")
    op.drop_index(op.f("ix_deadlines_due_at"), table_name="deadlines")
    op.drop_table("deadlines")
    op.drop_index(op.f("ix_complaints_state"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_listing"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_dossier"), table_name="complaints")
    op.drop_index(op.f("ix_complaints_complainant"), table_name="complaints")
    op.drop_table("complaints")
    op.drop_index(op.f("ix_cases_state"), table_name="cases")
    op.drop_index(op.f("ix_cases_organisation"), table_name="cases")
    op.drop_index(op.f("ix_cases_listing"), table_name="cases")
    op.drop_index(op.f("ix_cases_dossier"), table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_campaigns_state"), table_name="campaigns")
    op.drop_index(op.f("ix_campaigns_dossier"), table_name="campaigns")
    op.drop_table("campaigns")
    op.drop_table("answers")
