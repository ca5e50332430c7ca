"""The console: one command for operators and analysts. The composition of all services lives here, outside them."""

import asyncio
import logging

import typer

from deploy.brokers.topics import create_topics
from deploy.console import (
    backups,
    config,
    deadlines,
    journal,
    keys,
    local,
    parked,
    programme,
    rebuild,
    reconcile,
    relaying,
)
from deploy.console.alerts import alerts, explain
from deploy.console.failures import one_line
from deploy.console.naming import naming
from deploy.console.places import (
    accounts,
    bootstrap_servers,
    kafka_names,
    kafka_security,
    owner_url,
    service_named,
)  # fmt: skip
from deploy.console.settings import settings
from deploy.console.trace import trace
from shared.contracts.topics import SERVICES
from shared.persistence.migrating import migrate as migrate_database
from shared.persistence.revision import head
from shared.runtime.termination import end_with

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Runs and watches the listing process: migrations, topics, parked records, journals, traces, the programme.",
)
app.add_typer(local.app, name="local")
app.add_typer(parked.app, name="parked")
app.add_typer(relaying.app, name="relay")
app.add_typer(deadlines.app, name="deadlines")
app.add_typer(journal.app, name="journal")
app.add_typer(rebuild.app, name="rebuild")
app.add_typer(programme.app, name="programme")
app.add_typer(keys.app, name="keys")
app.add_typer(config.app, name="config")
app.add_typer(reconcile.app, name="reconcile")
app.add_typer(backups.app, name="backup")
app.command()(trace)
app.command()(settings)
app.command()(explain)
app.command()(alerts)


@app.command()
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
        typer.echo(f"{name}: {_migrated(before, after, head(migrations))}")


def _migrated(before: str | None, after: str, wanted: str) -> str:
    if after > wanted:
        return f"at {after}, ahead of {wanted}: left as it is"
    return f"already at {after}" if before == after else f"{before or 'empty'} -> {after}"


@app.command()
def topics(
    replication: int = typer.Option(1, min=1, help="Copies of each partition; 3 in production"),
) -> None:
    """Create the topics that are missing. Exit code 1: a broker refuses one, or one has another partition count."""
    created, wrong = asyncio.run(create_topics(bootstrap_servers(), replication=replication, names=kafka_names()))
    nothing = "none" if wrong else "none, all are there"
    typer.echo(f"created: {', '.join(topic.name for topic in created) or nothing}")
    if wrong:
        end_with(f"brokers: {line}" for line in wrong)
    raise typer.Exit(1 if wrong else 0)


def run() -> None:
    """The `referencement` command: what ends it is one clear line; a traceback only where nobody foresaw it."""
    logging.getLogger("aiokafka").addHandler(logging.NullHandler())  # what it would say, we say
    try:
        app()
    except Exception as error:  # looked into outside: what is raised in here counts as caused by it
        failure = error
    if (cause := one_line(failure, _brokers)) is None:
        raise failure
    end_with([cause])
    raise SystemExit(1)


def _brokers() -> tuple[str, dict[str, object]]:
    return bootstrap_servers(), kafka_security()


if __name__ == "__main__":
    run()
