"""Runs experiments one after the other, on as few lines as they allow."""

import asyncio
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from deploy.local.line import Line
from deploy.oracle.ledger import Ledger
from tests.faults.experiment import Experiment, Findings, Ground, Result
from tests.faults.scene import TIMED_FROM, Scene

Say = Callable[[str], None]
IN_COMMON = (Ground.SHARED, Ground.STRANGERS)
LIMIT_S = 900.0
"""Longer than any takes: only what hangs is broken off."""


@dataclass(slots=True)
class Runner:
    """Keeps the line that experiments share, and starts others where they ask for it."""

    root: Path
    seed: int
    scale: float
    say: Say
    _shared: tuple[Line, Ledger] | None = None
    _shared_as: Ground | None = None
    _steps: ExitStack = field(default_factory=ExitStack)

    def run(self, chosen: Sequence[Experiment]) -> Iterator[Result]:
        """One result after the other; all lines are stopped at the end."""
        with self._steps:
            for experiment in chosen:
                yield self._one(experiment)

    def _one(self, experiment: Experiment) -> Result:
        began = time.monotonic()
        found = Findings()
        try:
            with self._ground(experiment) as (line, ledger):
                began = time.monotonic()
                scene = Scene(
                    line=line,
                    ledger=ledger,
                    random=Random(f"{self.seed}-{experiment.number}"),
                    scale=self.scale,
                    label=f"fault{experiment.number}-{len(ledger)}",
                    say=lambda what: self.say(f"{experiment.number} {experiment.title}: {what}"),
                )
                asyncio.run(_bounded(experiment, scene, found))
                if found.broken:
                    self._leave()
        except Exception as error:
            self._leave()
            found.broken.append(f"{type(error).__name__}: {error}")
            self.say("".join(traceback.format_exception(error)))
        return Result(
            number=experiment.number, title=experiment.title, findings=found, seconds=time.monotonic() - began
        )

    @contextmanager
    def _ground(self, experiment: Experiment) -> Iterator[tuple[Line, Ledger]]:
        if experiment.ground is not self._shared_as:
            self._leave()
        if experiment.ground not in IN_COMMON:
            brokers = 3 if experiment.ground is Ground.THREE_BROKERS else 1
            with Line(self.root, say=lambda _: None, brokers=brokers, durable=self._durable) as line:
                yield line, Ledger()
            return
        if self._shared is None:
            self.say("starting a line")
            line = self._steps.enter_context(Line(self.root, say=lambda _: None, durable=self._durable))
            self._shared, self._shared_as = (line, Ledger()), experiment.ground
        yield self._shared

    @property
    def _durable(self) -> bool:
        """Small forms do without the disk: processes are killed, never the machine."""
        return self.scale >= TIMED_FROM

    def _leave(self) -> None:
        """Give the shared line up: the next one that needs one gets a new one."""
        self._steps.close()
        self._shared = self._shared_as = None


async def _bounded(experiment: Experiment, scene: Scene, found: Findings) -> None:
    async with asyncio.timeout(max(experiment.limit_s, LIMIT_S) * max(1.0, scene.scale)):
        await experiment.run(scene, found)
