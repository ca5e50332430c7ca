"""`python -m deploy.demo.walk`: dossiers from filing to the public catalogue, through a line that runs already.

One dossier says that a deployment works; many of them for a while are the load of its trials.
"""

import asyncio
import signal
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from typing import Annotated

import typer

from deploy.console.places import kafka_names, verifier
from deploy.demo.dossier import Dossier, Outcome
from deploy.demo.driving import Drive
from deploy.demo.elsewhere import Elsewhere
from deploy.demo.foresight import foreseen
from deploy.demo.journey import Journey
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.demo.tally import Tally
from deploy.local.errors import LocalStartFailed
from deploy.oracle.consultation import consult
from deploy.oracle.ledger import Ledger
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import Verdict, as_text
from shared.calendar.paris import paris_day
from shared.programme.loading import published

NOT_STARTED = 2
SHOWN = 5

Dossiers = Annotated[int, typer.Option(min=1, help="How many at least")]
Seconds = Annotated[float, typer.Option(min=0, help="Go on with further ones for so long")]
AtMost = Annotated[int, typer.Option(min=1, help="How many side by side")]
Patience = Annotated[float, typer.Option(min=1, help="Seconds that one request or hop may take, asked again and again")]
Oracle = Annotated[bool, typer.Option(help="Ask the oracle afterwards; needs databases and brokers")]
Strict = Annotated[bool, typer.Option(help="A request that had to be asked twice is a failure")]


@dataclass(slots=True)
class Walk:
    """Waves of dossiers that go straight into the catalogue."""

    site: Elsewhere
    at_most: int
    patience_s: float
    tally: Tally = field(default_factory=Tally)
    ledger: Ledger = field(default_factory=Ledger)
    journeys: list[Journey] = field(default_factory=list)

    @property
    def astray(self) -> list[str]:
        """Dossiers that are not in the catalogue, and why."""
        lost = (one for one in self.journeys if one.fault or one.rested is not Outcome.PUBLISHED)
        return [f"{one.dossier.service.name}: {one.fault or f'is {one.rested}, not published'}" for one in lost]

    async def run(self, dossiers: int, seconds: float) -> None:
        """So many at least, and on for so long; SIGTERM ends it when those under way have arrived."""
        stop = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        today = paris_day(datetime.now(UTC))
        programme = published().in_force_on(today)
        straight = [one for one in read_dossiers(DEFAULT, programme, today) if _goes_straight(one)]
        endless = cycle(one for one in straight if foreseen(one, programme, today).outcome is Outcome.PUBLISHED)
        until = time.monotonic() + seconds
        print("walking", flush=True)
        while not stop.is_set() and (len(self.journeys) < dossiers or time.monotonic() < until):
            size = self.at_most if seconds else min(self.at_most, dossiers - len(self.journeys))
            drive = Drive(
                self.site, [next(endless) for _ in range(size)], programme, today, at_most=size,
                patience_s=self.patience_s, ledger=self.ledger, through_the_year=False, tally=self.tally,
            )  # fmt: skip
            await drive.run()
            self.journeys += drive.journeys

    async def judged(self) -> Verdict:
        """What the oracle says of the whole line; others' commands are not in our ledger."""
        endpoints = Endpoints(
            self.site.databases, self.site.bootstrap_servers, lambda: datetime.now(UTC), verifier(), kafka_names()
        )
        return await consult(self.ledger, endpoints, complete=False)


def _goes_straight(dossier: Dossier) -> bool:
    return not dossier.acts.complaints


def walk(
    dossiers: Dossiers = 1,
    seconds: Seconds = 0,
    at_most: AtMost = 4,
    patience: Patience = 60,
    oracle: Oracle = False,
    strict: Strict = False,
) -> None:
    """Walk dossiers through the line that the environment names; exit code 0: all are in the catalogue."""
    started = time.monotonic()
    try:
        site = Elsewhere.from_environment()
        site.wait()
    except LocalStartFailed as error:
        print(f"walk: {error}", file=sys.stderr)
        raise SystemExit(NOT_STARTED) from None
    walking = Walk(site, at_most, patience)
    asyncio.run(walking.run(dossiers, seconds))
    _tell(walking, time.monotonic() - started)
    verdict = asyncio.run(walking.judged()) if oracle else None
    if verdict:
        print(f"oracle: {'nothing lost, nothing doubled, order kept' if verdict.holds else as_text(verdict.faults)}")
    bad = walking.astray or (strict and walking.tally.failed) or (verdict and not verdict.holds)
    raise SystemExit(1 if bad else 0)


def _tell(walking: Walk, seconds: float) -> None:
    arrived = len(walking.journeys) - len(walking.astray)
    print(
        f"{arrived} of {len(walking.journeys)} dossiers in the catalogue after {seconds:.1f} s; "
        f"{walking.tally.requests} requests, {len(walking.tally.failed)} failed"
    )
    for line in [*walking.astray[:SHOWN], *walking.tally.failed[:SHOWN]]:
        print(f"  {line}")


if __name__ == "__main__":
    typer.run(walk)
