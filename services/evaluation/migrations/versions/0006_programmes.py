"""the programme as it was last published"""

from shared.persistence.steps import add_programmes, remove_programmes

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_programmes()


def downgrade() -> None:
    remove_programmes()
