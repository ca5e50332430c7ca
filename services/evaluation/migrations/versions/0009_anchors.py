"""roots of the journal that are kept elsewhere"""

from shared.persistence.steps import add_anchors, remove_anchors

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_anchors()


def downgrade() -> None:
    remove_anchors()
