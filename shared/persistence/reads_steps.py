"""Steps of all five services: the table of reads, and what checkpoints say of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA, UUID


def add_reads() -> None:
    """Who read what is not public; checkpoints cover it."""
    op.create_table(
        "reads",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("dossier", UUID(as_uuid=False)),
        sa.Column("subjects", sa.ARRAY(UUID(as_uuid=False)), nullable=False),
        sa.Column("trace", sa.Text()),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reads_dossier", "reads", ["dossier"])
    op.create_index("reads_subjects", "reads", ["subjects"], postgresql_using="gin")
    op.add_column("seals", sa.Column("reads_last", sa.BigInteger()))
    op.add_column("seals", sa.Column("reads_entries", sa.Integer()))
    op.add_column("seals", sa.Column("reads_root", BYTEA()))


def remove_reads() -> None:
    """As before; checkpoints that cover reads no longer verify."""
    for name in ("reads_root", "reads_entries", "reads_last"):
        op.drop_column("seals", name)
    op.drop_table("reads")
