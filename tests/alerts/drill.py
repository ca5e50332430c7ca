"""A drill: a real Prometheus over a real line; every query of every dashboard, two alerts fired, followed, over.

python -m tests.alerts.drill [--root FOLDER]: about four minutes. Burn-rate windows are sixty times shorter than in the
rules that are shipped, or it would take hours; all else is as it is.
"""

import asyncio
import json
import os
import shlex
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from random import Random

import typer

from deploy.dashboards.files import board_files
from deploy.local.line import Line
from deploy.oracle.ledger import Ledger
from deploy.trial.views import QUIET
from tests.alerts.prometheus import Prometheus, executable
from tests.faults.experiment import Findings
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.faults.wire import producing

BEGAN = time.monotonic()


def main(root: Path = typer.Option(Path("build/drill"), help="Folder for the line and for Prometheus")) -> None:
    """Run it. Exit code 1: something was not as it must be."""
    if executable() is None:
        say("Prometheus is not installed (Debian: prometheus): no drill")
        return
    with Line(root / "line", say=lambda _: None) as line:
        line.shift_clock(timedelta())
        with Prometheus((root / "prometheus").absolute(), line.urls) as prometheus:
            os.environ |= _environment(line)
            scene = Scene(
                line=line, ledger=Ledger(), random=Random(1), scale=0.02, label="drill", say=lambda _: None
            )  # fmt: skip
            asyncio.run(_load(scene))
            console("journal verify --by drill")
            wrong = dashboards(prometheus)
            broker_away(line, prometheus)
            parked_unseen(line, prometheus)
    raise typer.Exit(1 if wrong else 0)


def dashboards(prometheus: Prometheus) -> list[str]:
    """Ask every query of every dashboard; give those that are empty and should not be."""
    time.sleep(3)
    asked, empty = set(), []
    for content in board_files().values():
        for panel in json.loads(content)["panels"]:
            asked |= {target["expr"] for target in panel.get("targets", ())}
    for query in sorted(asked):
        found = prometheus.query(
            query.replace("$service", ".*")
            .replace("$namespace", ".*")
            .replace("$release", ".*")
            .replace("[5m]", "[30s]")
            .replace("[30d]", "[1m]")
        )
        if not found and not any(quiet in query for quiet in QUIET):
            empty.append(query)
    slowest = prometheus.query("max(max_over_time(scrape_duration_seconds[1m]))")[0]["value"][1]
    say(f"the slowest scrape of the last minute took {float(slowest):.3f} s")
    say(f"dashboards: {len(board_files())}, queries: {len(asked)}, understood: all, empty: {empty or 'none'}")
    return empty


def broker_away(line: Line, prometheus: Prometheus) -> None:
    """Kill the broker, follow the page, bring it back."""
    kafka = line.stack.kafka
    assert kafka is not None
    say("$ kill -9 the broker")
    kafka.kill(1)
    _fires(prometheus, "ReferencementKafkaUnreachable", 120)
    console("explain ReferencementKafkaUnreachable --service intake")
    say("the page says: bring the broker back, restart no service")
    kafka.start(1)
    _over(prometheus, "ReferencementKafkaUnreachable", 90)
    console("relay status --service intake")


def parked_unseen(line: Line, prometheus: Prometheus) -> None:
    """Something that nobody can read lies on a topic; twenty minutes later nobody has looked."""
    say("$ a record that is no event, on referencement.evaluation.v1; the services' clock goes on by twenty minutes")
    asyncio.run(_poison(line))
    time.sleep(5)
    line.shift_clock(timedelta(minutes=20))
    _fires(prometheus, "ReferencementParkedUnseen", 60)
    console("explain ReferencementParkedUnseen --service decision")
    found = [json.loads(row) for row in console("parked list --json").splitlines()]
    for service in {one["service"] for one in found}:
        console(f"parked seen --service {service} --by drill")
    console(f"parked show {found[0]['id']}")
    for one in found:
        console(f"parked drop {one['id']} --by drill --reason 'no event at all'")
    _over(prometheus, "ReferencementParkedUnseen", 120)


def _fires(prometheus: Prometheus, alert: str, within_s: float) -> None:
    def there() -> list[dict[str, object]]:
        named = [one for one in prometheus.alerts() if one["labels"]["alertname"] == alert]
        return [one for one in named if one["labels"]["severity"] == "page"]

    took = prometheus.wait_for(there, within_s)
    for one in there():
        say(f"FIRING after {took:.0f} s: {json.dumps(one['labels'])}")
    for name, value in dict(there()[0]["annotations"]).items():  # type: ignore[call-overload]  # JSON
        say(f"  {name}: {value}")


def _over(prometheus: Prometheus, alert: str, within_s: float) -> None:
    def gone() -> bool:
        pages = [one for one in prometheus.alerts() if one["labels"]["severity"] == "page"]
        return all(one["labels"]["alertname"] != alert for one in pages)

    say(f"RESOLVED {alert} after {prometheus.wait_for(gone, within_s):.0f} s")


def console(command: str) -> str:
    """Run a command of the console, show it and what it says."""
    say(f"$ referencement {command}")
    words = [sys.executable, "-m", "deploy.console.main", *shlex.split(command)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    typer.echo(done.stdout + done.stderr)
    return done.stdout


def say(what: str) -> None:
    """With the seconds since the start."""
    typer.echo(f"[{time.monotonic() - BEGAN:4.0f} s] {what}")


def _environment(line: Line) -> dict[str, str]:
    """Where the console finds this line."""
    return {"REFERENCEMENT_ROOT": str(line.stack.root), "COLUMNS": "200"}


async def _load(scene: Scene) -> None:
    found = Findings()
    async with Load(scene, found):
        await asyncio.sleep(15)
    say(f"{found.dossiers} dossiers went through the line; {found.broken or 'each to where it must be'}")


async def _poison(line: Line) -> None:
    async with producing(line.bootstrap_servers) as producer:
        await producer.send_and_wait("referencement.evaluation.v1", b"{", key=b"nobody", headers=[])


if __name__ == "__main__":
    typer.run(main)
