"""Which migration this version of the code needs; apart from alembic, which a running service need not load."""

from pathlib import Path


def head(migrations: Path) -> str:
    """The newest revision in a service's `migrations` folder: histories are linear, files are numbered."""
    revisions = sorted(file.name.split("_")[0] for file in (migrations / "versions").glob("[0-9]*.py"))
    return revisions[-1]
