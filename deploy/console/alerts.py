"""From an alert to what to do: the page of its runbook, and what its commands say now."""

import shlex
import subprocess
import sys
from pathlib import Path

import typer

from deploy.observing.alert import GRAFANA_URL, RUNBOOKS_URL
from deploy.observing.runbooks import Runbook, runbook
from deploy.observing.writing import alerts as every_alert
from deploy.observing.writing import rule_files

COMMAND_S = 120


def explain(
    alert: str | None = typer.Argument(None, help="Name of an alert; none: list them"),
    service: str | None = typer.Option(None, "--service", "-s", help="The alert's label `service`"),
    run: bool = typer.Option(True, help="Run the page's commands under Look: they change nothing"),
) -> None:
    """Say what an alert means, how bad it is, what to do and when it is over; and look now."""
    if alert is None:
        for name, summary in {one.name: one.summary for one in every_alert()}.items():
            typer.echo(f"{name:42} {summary.replace('{{ $labels.service }}: ', '')}")
        return
    try:
        page = runbook(alert)
    except KeyError:
        typer.echo(f"No alert is called {alert}; `referencement explain` lists them.", err=True)
        raise typer.Exit(2) from None
    typer.echo(page.told(service or "SERVICE"))
    if run:
        _look(page, service)


def _look(page: Runbook, service: str | None) -> None:
    for command in page.looks(service):
        typer.echo(f"$ {command}")
        words = [sys.executable, "-m", "deploy.console.main", *shlex.split(command)[1:]]
        done = subprocess.run(words, capture_output=True, text=True, timeout=COMMAND_S, check=False)
        typer.echo((done.stdout + done.stderr).rstrip() + f"\n(exit code {done.returncode})\n")


def alerts(
    folder: Path = typer.Argument(help="Where to write the files of rules"),
    runbooks: str = typer.Option(..., help="Where the runbooks can be read, without the last slash"),
    grafana: str = typer.Option(..., help="Where Grafana is, without the last slash"),
) -> None:
    """Write Prometheus's rules with the places in their annotations that lead to your runbooks and dashboards."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in rule_files().items():
        told = content.replace(RUNBOOKS_URL, runbooks).replace(GRAFANA_URL, grafana)
        (folder / name).write_text(told, "utf-8")
        typer.echo(str(folder / name))
