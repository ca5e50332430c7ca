"""make faults: the fault experiments on real processes, PostgreSQL and Kafka; a line each, and build/faults.json."""

import logging
import time
from pathlib import Path

import typer

from tests.faults.kept import Kept
from tests.faults.registry import experiments
from tests.faults.running import Runner

BEGAN = time.monotonic()
logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # servers die on purpose here


def main(
    only: str = typer.Option("", help="Numbers of experiments, comma separated; none: all"),
    scale: float = typer.Option(1.0, help="Size: 1 is minutes per experiment, 0.1 seconds"),
    seed: int = typer.Option(20261123, help="Dice: the same seed does the same things"),
    root: Path = typer.Option(Path("build/faults"), help="Where the servers keep their data"),
    report: Path = typer.Option(Path("build/faults.json"), help="The results as JSON"),
) -> None:
    """Run the experiments; exit code 1 when one did not hold."""
    wanted = {int(number) for number in only.split(",") if number}
    chosen = [one for one in experiments() if not wanted or one.number in wanted]
    if missing := wanted - {one.number for one in chosen}:
        raise typer.BadParameter(f"no such experiments: {sorted(missing)}")
    results = []
    kept = Kept(report, seed, scale, fresh=not wanted)
    for result in Runner(root, seed, scale, _say).run(chosen):
        results.append(result)
        typer.echo(result.line())
        kept.add(result)
    held = sum(one.findings.held for one in results)
    typer.echo(f"{held} of {len(results)} held; seed {seed}, scale {scale:g}; {report}")
    raise typer.Exit(0 if held == len(results) else 1)


def _say(what: str) -> None:
    typer.echo(f"[{time.monotonic() - BEGAN:5.0f} s] {what}", err=True)


if __name__ == "__main__":
    typer.run(main)
