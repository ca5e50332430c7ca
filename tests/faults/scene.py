"""Where an experiment happens: a line that runs, dice, the ledger of what was accepted, the oracle."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random

from deploy.local.line import Line
from deploy.oracle.consultation import consult
from deploy.oracle.ledger import Ledger
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import Fault, as_text
from shared.base.clock import SimulatedClock
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from shared.programme.version import Programme
from tests.faults.experiment import Findings
from tests.waiting import WITHIN_S

TIMED_FROM = 0.1
"""The smallest size at which times are compared."""


@dataclass(slots=True)
class Scene:
    """What an experiment is given."""

    line: Line
    ledger: Ledger
    """Of everything that this line ever accepted."""
    random: Random
    scale: float
    label: str
    """Starts the idempotency keys: no two experiments on a line share one."""
    say: Callable[[str], None]
    _keys: Iterator[int] = field(default_factory=count)

    @property
    def timed(self) -> bool:
        """Whether seconds, processor time and memory are compared: a small form says nothing of them."""
        return self.scale >= TIMED_FROM

    def within(self, seconds: float) -> float:
        """How long to wait for what must come within `seconds`; where times are not compared, far longer."""
        return seconds if self.timed else max(seconds, WITHIN_S)

    def times(self, at_full_size: int, *, least: int = 1) -> int:
        """How often to do something whose number at SCALE=1 is given."""
        return max(least, round(at_full_size * self.scale))

    def new_key(self) -> str:
        """The beginning of idempotency keys that nobody else on this line has."""
        return f"{self.label}-{next(self._keys)}"

    @property
    def now(self) -> datetime:
        """The services' time."""
        return SimulatedClock(self.line.clock_file).now()

    @property
    def programme(self) -> Programme:
        """What is in force on the services' day."""
        return published().in_force_on(paris_day(self.now))

    @property
    def endpoints(self) -> Endpoints:
        """Where the oracle looks."""
        databases: Mapping[str, str] = self.line.databases
        return Endpoints(databases, self.line.bootstrap_servers, lambda: self.now, self.line.verifier)

    async def judge(
        self, found: Findings, *, within_s: float = WITHIN_S, excused: Callable[[Fault], bool] = lambda fault: False
    ) -> None:
        """Ask the oracle; `excused` are faults that the experiment itself put there."""
        self.say("asking the oracle")
        verdict = await consult(self.ledger, self.endpoints, within_s=within_s)
        faults = [fault for fault in verdict.faults if not excused(fault)]
        found.expect(not faults, f"the oracle: {as_text(faults, most=5)}")
        found.saw(f"{verdict.commands} commands and {verdict.events} events judged, {verdict.repeats} repeats")
