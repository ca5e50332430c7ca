"""Tables of what a comparison with the topics found, and of the gaps that somebody has accepted."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

UTC = sa.DateTime(timezone=True)


def reconciliation_tables(metadata: sa.MetaData) -> None:
    """Declare both; rows are only ever added."""
    sa.Table(
        "reconciliations",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("compared_at", UTC, nullable=False),
        sa.Column("compared_by", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("gaps", JSONB, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
    )
    sa.Table(
        "accepted_gaps",
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column("accepted_at", UTC, nullable=False),
        sa.Column("accepted_by", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("gap", BYTEA, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
