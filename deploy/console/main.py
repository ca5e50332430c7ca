"""The console: one command for operators and analysts. The composition of all services lives here, outside them."""

import asyncio
import logging

import typer

from deploy.brokers.topics import create_topics
from deploy.console.alerts.commands import alerts, explain
from deploy.console.backups.commands import app as backups
from deploy.console.config.commands import app as config
from deploy.console.deadlines.commands import app as deadlines
from deploy.console.error_notes import naming
from deploy.console.failures import one_line
from deploy.console.journal.commands import app as journal
from deploy.console.keys.commands import app as keys
from deploy.console.local.commands import app as local
from deploy.console.parked.commands import app as parked
from deploy.console.places import (
    accounts,
    bootstrap_servers,
    kafka_names,
    kafka_security,
    owner_url,
    service_named,
)  # fmt: skip
from deploy.console.programme.commands import app as programme
from deploy.console.rebuild.commands import app as rebuild
from deploy.console.reconcile.commands import app as reconcile
from deploy.console.relay.commands import app as relay
from deploy.console.settings.commands import settings
from deploy.console.trace.commands import trace
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
app.add_typer(local, name="local")
app.add_typer(parked, name="parked")
app.add_typer(relay, name="relay")
app.add_typer(deadlines, name="deadlines")
app.add_typer(journal, name="journal")
app.add_typer(rebuild, name="rebuild")
app.add_typer(programme, name="programme")
app.add_typer(keys, name="keys")
app.add_typer(config, name="config")
app.add_typer(reconcile, name="reconcile")
app.add_typer(backups, name="backup")
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
