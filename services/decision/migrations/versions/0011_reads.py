"""who read what is not public"""

from shared.persistence.reads_steps import add_reads, remove_reads

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_reads()


def downgrade() -> None:
    remove_reads()
