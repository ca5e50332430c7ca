"""Tables of what somebody found out or decided, row by row: when, who, and what."""

import sqlalchemy as sa


def result_table(metadata: sa.MetaData, name: str, verb: str, *columns: sa.Column[object]) -> None:
    """Declare one, with columns `<verb>_at` and `<verb>_by` before its own; rows are only ever added."""
    sa.Table(
        name,
        metadata,
        sa.Column("id", sa.BigInteger, sa.Identity(), primary_key=True),
        sa.Column(f"{verb}_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(f"{verb}_by", sa.Text, nullable=False),
        *columns,
    )
