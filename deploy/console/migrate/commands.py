"""`migrate`: brings the databases to the schema of this version."""

import asyncio

import typer

from deploy.console.error_notes import naming
from deploy.console.places import accounts, owner_url, service_named
from shared.contracts.topics import SERVICES
from shared.persistence.migrating import migrate as migrate_database
from shared.persistence.revision import head


def migrate(
    services: list[str] = typer.Argument(None, help="Which services; none: all five"),
) -> None:
    """Bring the databases to the migration that this version needs, and grant their accounts what they need.

    Safe to repeat, and to run twice at once.
    """
    for name in services or SERVICES:
        migrations = service_named(name).migrations
        with naming(f"{name} database"):
            before, after = asyncio.run(migrate_database(owner_url(name), migrations, accounts(name)))
        typer.echo(f"{name}: {_outcome(before, after, head(migrations))}")


def _outcome(before: str | None, after: str, wanted: str) -> str:
    if after > wanted:
        return f"at {after}, ahead of {wanted}: left as it is"
    return f"already at {after}" if before == after else f"{before or 'empty'} -> {after}"
