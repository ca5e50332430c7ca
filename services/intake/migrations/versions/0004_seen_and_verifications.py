"""parked records are seen; verifications are kept"""

from shared.persistence.steps import add_seen_and_verifications, remove_seen_and_verifications

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_seen_and_verifications()


def downgrade() -> None:
    remove_seen_and_verifications()
