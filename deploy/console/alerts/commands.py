"""From an alert to what to do: the page of its runbook, and what its commands say now."""

import shlex
import subprocess
import sys
from pathlib import Path

import typer

from deploy.observing.alert import GRAFANA_URL, RUNBOOKS_URL
from deploy.observing.rules import ALERTMANAGER, Scope, alertmanager_file, rule_files
from deploy.observing.rules import alerts as every_alert
from deploy.observing.runbooks import Runbook, runbook

COMMAND_S = 120


def explain(
    alert: str | None = typer.Argument(None, help="Name of an alert; none: list them"),
    service: str | None = typer.Option(None, "--service", "-s", help="The alert's label `service`"),
    namespace: str = typer.Option("", "--namespace", "-n", help="Where its pods run: completes the kubectl lines"),
    release: str = typer.Option("", "--release", help="Name of the Helm release: completes the kubectl lines"),
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
    typer.echo(page.told(service or "SERVICE", namespace, release))
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
    namespace: str = typer.Option("", help="Look at this namespace only: for a Prometheus that several lines share"),
) -> None:
    """Write Prometheus's rules, with the places of your runbooks and dashboards, and what Alertmanager needs beside."""
    files = {**rule_files(Scope(namespace) if namespace else None), ALERTMANAGER: alertmanager_file()}
    for name, content in files.items():
        told = content.replace(RUNBOOKS_URL, runbooks).replace(GRAFANA_URL, grafana)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(told, "utf-8")
        typer.echo(str(folder / name))
