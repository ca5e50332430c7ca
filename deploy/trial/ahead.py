"""The version after this one, for trials of an upgrade: this tree in a folder of its own, one migration ahead in every
service and with another number. Nothing of it is shipped.

The migration only adds, as the rule is (docs/operations/upgrade.md): a column that may be empty and one with a
default to the busiest table, an index, a table.
"""

import re
import shutil
import tomllib
from pathlib import Path

from shared.contracts.topics import SERVICES
from shared.persistence.revision import head

ROOT = Path(__file__).parents[2]
TAKEN = ("services", "shared", "deploy", "tests", "pyproject.toml", "README.md", "LICENSE", ".dockerignore")
MIGRATION = '''"""one version ahead, for a trial"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("journal", sa.Column("remark", sa.Text(), nullable=True))
    op.add_column("journal", sa.Column("weight", sa.Integer(), server_default="1", nullable=False))
    op.create_index("ix_journal_remark", "journal", ["remark"])
    op.create_table("remarks", sa.Column("id", sa.BigInteger(), primary_key=True), sa.Column("text", sa.Text()))


def downgrade() -> None:
    op.drop_table("remarks")
    op.drop_index("ix_journal_remark", "journal")
    op.drop_column("journal", "weight")
    op.drop_column("journal", "remark")
'''


def version_of(tree: Path) -> str:
    """The number that a tree says it has."""
    found: str = tomllib.loads((tree / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return found


def next_number(number: str) -> str:
    """0.1.0 -> 0.2.0."""
    major, minor, _ = number.split(".")
    return f"{major}.{int(minor) + 1}.0"


def make_ahead(folder: Path) -> str:
    """Write the next version into an empty folder; give its number."""
    for name in TAKEN:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    for service in SERVICES:
        migrations = folder / "services" / service / "migrations"
        before = head(migrations)
        revision = f"{int(before) + 1:04d}"
        text = MIGRATION.format(revision=revision, before=before)
        (migrations / "versions" / f"{revision}_trial.py").write_text(text)
    number = next_number(version_of(ROOT))
    project = folder / "pyproject.toml"
    project.write_text(re.sub(r'(?m)^version = ".*"$', f'version = "{number}"', project.read_text("utf-8"), count=1))
    return number
