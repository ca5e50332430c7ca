"""how far the database has come on each partition"""

from shared.persistence.steps import add_positions, remove_positions

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_positions()


def downgrade() -> None:
    remove_positions()
