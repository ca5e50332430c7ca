"""seals over the journal"""

from shared.persistence.steps import add_seals, remove_seals

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_seals()


def downgrade() -> None:
    remove_seals()
