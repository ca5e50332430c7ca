"""keys of parked records of any length"""

from shared.persistence.steps import index_parked_keys, index_parked_keys_by_digest

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
oldest_able = "0001"


def upgrade() -> None:
    index_parked_keys_by_digest()


def downgrade() -> None:
    index_parked_keys()
