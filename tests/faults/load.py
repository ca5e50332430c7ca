"""Load: whole dossiers that flow through the line until told to stop."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from types import TracebackType
from typing import Self

from deploy.demo.dossier import Dossier, Outcome
from deploy.demo.driving import Drive
from deploy.demo.foresight import foreseen
from deploy.demo.journey import Journey
from deploy.demo.reading import DEFAULT, read_dossiers
from shared.calendar.paris import paris_day
from tests.faults.experiment import Findings
from tests.faults.scene import Scene

QUICK = frozenset({Outcome.PUBLISHED, Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.REJECTED, Outcome.INADMISSIBLE})
"""Outcomes that need no legal period to pass."""


def quick_dossiers(scene: Scene) -> Sequence[Dossier]:
    """Dossiers of the demonstration that come to their end without moving the clock."""
    today = paris_day(scene.now)
    found = read_dossiers(DEFAULT, scene.programme, today)
    return [one for one in found if not one.acts.complaints and foreseen(one, scene.programme, today).outcome in QUICK]


@dataclass(slots=True)
class Load:
    """Waves of dossiers, `lanes` at a time, from entering the context to leaving it; then each is where it must be."""

    scene: Scene
    found: Findings
    lanes: int = 2
    patience_s: float = 120.0
    journeys: list[Journey] = field(default_factory=list)
    _key: str = ""
    _stop: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._key = self.scene.new_key()
        dossiers = quick_dossiers(self.scene)
        self._tasks = [
            asyncio.create_task(self._lane(number, list(dossiers[number :: self.lanes])))
            for number in range(self.lanes)
        ]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if error:
            for task in self._tasks:
                task.cancel()
        ended = await asyncio.gather(*self._tasks, return_exceptions=True)
        if error:
            return
        for one in ended:
            self.found.expect(not isinstance(one, BaseException), f"the load failed: {one!r}")
        astray = [
            f"{one.dossier.service.name} {one.fault or one.rested} instead of {one.foreseen.outcome}"
            for one in self.journeys
            if one.fault or one.rested is not one.foreseen.outcome
        ]
        self.found.expect(not astray, f"dossiers astray: {'; '.join(astray[:5])}")
        self.found.dossiers += len(self.journeys)

    @property
    def width(self) -> int:
        """Dossiers of a wave."""
        return 4 if self.scene.scale >= 0.1 else 2

    async def _lane(self, number: int, dossiers: list[Dossier]) -> None:
        endless, wave = cycle(dossiers), 0
        while not self._stop.is_set():
            wave += 1
            drive = Drive(
                self.scene.line,
                [next(endless) for _ in range(self.width)],
                self.scene.programme,
                paris_day(self.scene.now),
                at_most=self.width,
                patience_s=self.patience_s,
                key=f"{self._key}-lane{number}-{wave}",
                ledger=self.scene.ledger,
                through_the_year=False,
            )
            await drive.run()
            self.journeys += drive.journeys
