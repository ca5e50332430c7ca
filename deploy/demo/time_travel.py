"""The simulated clock as journeys use it: whoever must wait for a legal period waits here, and time jumps for all."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from shared.acts.due import DueDate
from shared.calendar.france import FRANCE
from shared.calendar.periods import anniversary
from shared.programme.version import Programme

MARGIN_DAYS = 1
"""A demonstration may run over midnight."""
VALIDITY = "validity"


@dataclass(frozen=True, slots=True, order=True)
class Jump:
    """So many days after the demonstration's day; `why` is for people."""

    days: int
    why: str


@dataclass(slots=True)
class TimeTravel:
    """Runs journeys side by side; when all have ended or wait for a period, time jumps to the end of the first one.

    `at_most` journeys are under way at once; those that wait for time do not count.
    """

    programme: Programme
    today: date
    travel: Callable[[Jump], Awaitable[None]]
    """Moves the clock while no journey moves, and comes back when what fell due has happened."""
    at_most: int
    days: int = 0
    _turns: asyncio.Semaphore = field(init=False)
    _waiting: dict[Jump, list[asyncio.Future[None]]] = field(default_factory=dict)
    _still: asyncio.Event = field(default_factory=asyncio.Event)
    _moving: int = 0

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.at_most)

    async def passes(self, clock: str) -> None:
        """Wait until the period of the programme's clock, counted from the first day, and its grace are over."""
        await self._reach(Jump((self._end(clock) - self.today).days + MARGIN_DAYS, f"{clock}_over"))

    async def reminds(self, clock: str) -> None:
        """Wait until the first reminder of that clock must have gone out."""
        reminders = self._reminders(clock)
        end = self._end(clock, grace=False)
        await self._reach(Jump((end - self.today).days - max(reminders) + MARGIN_DAYS, f"{clock}_reminder"))

    async def run(self, journeys: Sequence[Callable[[], Awaitable[Any]]]) -> None:
        """Run all journeys to their ends."""
        self._moving = len(journeys)
        tasks = [asyncio.create_task(self._one(journey)) for journey in journeys]
        try:
            while any(not task.done() for task in tasks):
                await self._stillness()
                if self._waiting:
                    await self._jump(min(self._waiting))
            await asyncio.gather(*tasks)
        finally:
            for task in tasks:
                task.cancel()

    async def _stillness(self) -> None:
        while self._moving:
            self._still.clear()
            await self._still.wait()
        await asyncio.sleep(0)

    async def _jump(self, jump: Jump) -> None:
        if jump.days > self.days:
            await self.travel(jump)
            self.days = jump.days
        released = self._waiting.pop(jump)
        self._moving += len(released)
        for future in released:
            future.set_result(None)

    async def _one(self, journey: Callable[[], Awaitable[Any]]) -> None:
        try:
            async with self._turns:
                await journey()
        finally:
            self._rest()

    async def _reach(self, jump: Jump) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(jump, []).append(future)
        self._turns.release()
        self._rest()
        await future
        await self._turns.acquire()

    def _rest(self) -> None:
        self._moving -= 1
        if not self._moving:
            self._still.set()

    def _end(self, clock: str, *, grace: bool = True) -> date:
        if clock == VALIDITY:
            return anniversary(self.today, self.programme.validity.months)
        rule = self.programme.deadlines[clock]
        due = DueDate.of(clock, rule.period, self.today, FRANCE).day
        return due + timedelta(days=rule.grace_days if grace else 0)

    def _reminders(self, clock: str) -> Sequence[int]:
        return self.programme.reminders if clock == VALIDITY else self.programme.deadlines[clock].reminders
