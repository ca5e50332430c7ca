"""Tables of what a comparison with the topics found, and of the gaps that somebody has accepted."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from shared.delivery.schema.result_table import result_table


def reconciliation_tables(metadata: sa.MetaData) -> None:
    """Declare both."""
    result_table(
        metadata,
        "reconciliations",
        "compared",
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("gaps", JSONB, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
    )
    result_table(
        metadata,
        "accepted_gaps",
        "accepted",
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("gap", BYTEA, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
    )
