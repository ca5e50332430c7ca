"""the programme as it was last published"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.persistence.steps import add_programmes, remove_programmes

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_programmes()
    op.create_table(
        "publications",
        sa.Column("id", sa.UUID(as_uuid=False), nullable=False),
        sa.Column("dossier", sa.UUID(as_uuid=False), nullable=True),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("journal_head", postgresql.BYTEA(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_publications_dossier"), "publications", ["dossier"], unique=False)
    op.create_index(op.f("ix_publications_state"), "publications", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("publications")
    remove_programmes()
