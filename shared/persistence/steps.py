"""Steps that the migrations of all five services share: the plumbing tables are the same everywhere."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import BYTEA


def add_seals() -> None:
    """The journal is sealed: seals, chained, each over a range of journal rows."""
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("root", BYTEA(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", BYTEA(), nullable=False),
        sa.Column("hash", BYTEA(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )


def remove_seals() -> None:
    """As before."""
    op.drop_table("seals")
