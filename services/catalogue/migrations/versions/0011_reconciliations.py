"""what comparisons with the topics found, and gaps that were accepted"""

from shared.persistence.reconciliation_steps import add_reconciliations, remove_reconciliations

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_reconciliations()


def downgrade() -> None:
    remove_reconciliations()
