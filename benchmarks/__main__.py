"""make bench: ratios against the floor and DBOS, all in one run, interleaved; build/bench.json too."""

import asyncio
import time
from dataclasses import asdict, replace

import typer

from benchmarks.contenders.line import Line
from benchmarks.ground import ground
from benchmarks.machine import machine, versions
from benchmarks.parts import PARTS, Run
from benchmarks.profiling import profile_line
from benchmarks.report import say, tell, tell_profile
from benchmarks.sizes import FULL, QUICK

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Ratios, never times: one run, one machine.",
)  # fmt: skip


@app.command()
def run(
    rounds: int = typer.Option(0, help="Interleaved rounds; 0: as many as the size has"),
    quick: bool = typer.Option(False, "--quick", help="Small numbers, a few minutes: shows that it works, no more"),
    only: str = typer.Option(",".join(PARTS), help="Parts to run, with commas between"),
) -> None:
    """Measure the line against the floor and DBOS on real PostgreSQL and Kafka."""
    chosen = frozenset(only.split(","))
    if unknown := chosen - set(PARTS):
        raise typer.BadParameter(f"{', '.join(unknown)}: the parts are {', '.join(PARTS)}", param_hint="--only")
    sizes = QUICK if quick else FULL
    sizes = replace(sizes, rounds=rounds or sizes.rounds)
    began = time.monotonic()
    with ground() as here:
        results = Run(here, sizes, chosen, say).whole()
        circumstances = {"machine": machine(), "versions": asyncio.run(versions(here)), "sizes": asdict(sizes)}
    tell(circumstances, results)
    say(f"measured in {(time.monotonic() - began) / 60:.0f} min")


@app.command()
def profile(
    dossiers: int = typer.Option(30_000, help="How many, at saturation"),
    most: int = typer.Option(40, help="How many functions to name"),
) -> None:
    """Where the time goes: services, PostgreSQL, Kafka; and inside the services, by kind of work and by function."""
    with ground() as here:
        found = asyncio.run(profile_line(Line(here), here, dossiers, most))
    tell_profile(found)


app()
