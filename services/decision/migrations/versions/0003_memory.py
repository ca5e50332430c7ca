"""answers from the journal, an inbox that forgets"""

from shared.persistence.steps import answer_from_a_table, answer_from_the_journal

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
oldest_able = "0003"
"""The version before it reads the table `answers`."""


def upgrade() -> None:
    answer_from_the_journal()


def downgrade() -> None:
    answer_from_a_table()
