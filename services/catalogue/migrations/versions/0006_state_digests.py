"""each journal entry names the state that it found and left"""

from shared.persistence.steps import add_state_digests, remove_state_digests

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_state_digests()


def downgrade() -> None:
    remove_state_digests()
