"""The line on this machine, in the background: up, down, status, reset."""

from pathlib import Path

import typer

from deploy.console.local.token import token
from deploy.console.places import DEFAULT_ROOT
from deploy.local.errors import LocalPartMissing, LocalStartFailed
from deploy.local.leftovers import recorded_pids, stop_recorded
from deploy.local.line import Line
from deploy.local.services import RUN

app = typer.Typer(no_args_is_help=True, help="Real PostgreSQL, real Kafka and the five services on this machine.")
app.command()(token)
ROOT = typer.Option(DEFAULT_ROOT, envvar="REFERENCEMENT_ROOT", help="Folder that holds data, logs and addresses")


@app.command()
def up(root: Path = ROOT) -> None:
    """Start everything and leave it running; data of an earlier run are kept."""
    _start(Line(root, keep_data=True))


@app.command()
def down(root: Path = ROOT) -> None:
    """Stop what runs there, services first; data are kept."""
    stopped = _stop(root)
    typer.echo(f"stopped: {', '.join(stopped) or 'nothing was running'}")


@app.command()
def status(root: Path = ROOT) -> None:
    """Say what runs there."""
    run = root.absolute()
    running = {**recorded_pids(run / "run"), **recorded_pids(run / RUN)}
    for name, pid in running.items():
        typer.echo(f"{name:13} pid {pid}")
    if not running:
        typer.echo(f"nothing runs under {root}")
        raise typer.Exit(1)


@app.command()
def reset(root: Path = ROOT) -> None:
    """Stop what runs there, start again from nothing: all data are gone."""
    _stop(root)
    _start(Line(root))


def _start(line: Line) -> None:
    try:
        line.start_for_good()
    except (LocalPartMissing, LocalStartFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    for name, url in line.urls.items():
        typer.echo(f"{name:13} {url}/docs")
    typer.echo("stop it with: referencement local down")


def _stop(root: Path) -> list[str]:
    run = root.absolute()
    return [*stop_recorded(run / RUN), *stop_recorded(run / "run")]
