"""documents"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "documents",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", postgresql.BYTEA(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("organisation", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("verdict", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("replaces", sa.UUID(as_uuid=False), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("dossier", "organisation", "replaces", "sha256", "state"):
        op.create_index(op.f(f"ix_documents_{column}"), "documents", [column], unique=False)
    op.create_index(
        "documents_unscanned", "documents", ["id"], unique=False, postgresql_where=sa.text("verdict = 'quarantined'")
    )


def downgrade() -> None:
    op.drop_table("documents")
