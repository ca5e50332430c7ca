"""The console of operators and analysts: the list of its commands."""

import logging

import typer

from deploy.console.alerts.commands import alerts, explain
from deploy.console.backups.commands import app as backups
from deploy.console.config.commands import app as config
from deploy.console.deadlines.commands import app as deadlines
from deploy.console.failures import one_line
from deploy.console.journal.commands import app as journal
from deploy.console.keys.commands import app as keys
from deploy.console.local.commands import app as local
from deploy.console.migrate.commands import migrate
from deploy.console.parked.commands import app as parked
from deploy.console.places import bootstrap_servers, kafka_security
from deploy.console.programme.commands import app as programme
from deploy.console.rebuild.commands import app as rebuild
from deploy.console.reconcile.commands import app as reconcile
from deploy.console.relay.commands import app as relay
from deploy.console.settings.commands import settings
from deploy.console.topics.commands import topics
from deploy.console.trace.commands import trace
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
app.command()(migrate)
app.command()(topics)


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
