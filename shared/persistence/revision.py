"""Which migration this version of the code needs, and which versions a database lets run; apart from alembic, which a
running service need not load.

A migration that takes something away names the oldest migration whose version can do without it (`oldest_able`);
`migrate` keeps that beside the number that the database is at, where versions read it that know nothing of the
migration itself.
"""

from pathlib import Path

AT = "SELECT version_num AS at, to_jsonb(v) ->> 'oldest_able' AS oldest_able FROM alembic_version v"
"""Where the database is; `oldest_able` is NULL where no migration took anything away."""


def head(migrations: Path) -> str:
    """The newest revision in a service's `migrations` folder: histories are linear, files are numbered."""
    revisions = sorted(file.name.split("_")[0] for file in (migrations / "versions").glob("[0-9]*.py"))
    return revisions[-1]
