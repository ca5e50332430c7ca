"""the last day of an evaluation's clock, to search by"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evaluations", sa.Column("due_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_evaluations_due_on"), "evaluations", ["due_on"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_evaluations_due_on"), table_name="evaluations")
    op.drop_column("evaluations", "due_on")
