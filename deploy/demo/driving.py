"""Drives dossiers through the whole line by the HTTP doors, all side by side, and a year of time with them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex

import httpx

from deploy.demo.client import Doors, NeverSeen, NotAccepted
from deploy.demo.clock import advance
from deploy.demo.dossier import LISTED, Dossier, Outcome
from deploy.demo.foresight import foreseen
from deploy.demo.journey import Journey
from deploy.demo.people import People
from deploy.demo.site import Site
from deploy.demo.stages.deciding import decide
from deploy.demo.stages.evaluating import evaluate
from deploy.demo.stages.filing import file_dossier
from deploy.demo.stages.sampling import Sample, draw_sample
from deploy.demo.stages.watching import watch
from deploy.demo.tally import Tally
from deploy.demo.time_travel import VALIDITY, Jump, TimeTravel
from deploy.oracle.ledger import Ledger
from shared.programme.version import Programme

STAGES = (file_dossier, evaluate, decide, watch)
REST_S = 60.0
"""How long a dossier may take to come to rest after its last act."""
MAY_GO_ON = LISTED | {None}
"""Standings that are not the last one: from any other, nothing leads on."""


@dataclass(slots=True)
class Watcher:
    """Who looks on: told of each stage that a journey passes, of each jump in time, of the sample drawn."""

    passed: Callable[[Journey, str], None] = lambda journey, stage: None
    jumped: Callable[["Landing"], None] = lambda landing: None
    drawn: Callable[[Sample], None] = lambda sample: None


@dataclass(frozen=True, slots=True)
class Landing:
    """A jump in time, and how many services the public found in the catalogue before and after it."""

    jump: Jump
    before: int
    after: int


@dataclass(slots=True)
class Drive:
    """One run of many dossiers through a line."""

    site: Site
    dossiers: Sequence[Dossier]
    programme: Programme
    today: date
    watcher: Watcher = field(default_factory=Watcher)
    at_most: int = 24
    patience_s: float = 120.0
    key: str = field(default_factory=lambda: f"demo-{token_hex(4)}")
    ledger: Ledger = field(default_factory=Ledger)
    journeys: list[Journey] = field(default_factory=list)
    days: int = 0
    """How far the clock has been moved already."""
    through_the_year: bool = True
    """False: whatever is listed is left listed."""
    tally: Tally = field(default_factory=Tally)
    people: People = field(init=False)
    time: TimeTravel = field(init=False)

    async def run(self) -> None:
        """Take every dossier to its end. What goes wrong with one is noted in its journey and stops no other."""
        async with self._doors() as doors:
            self.people = People(self.site.issuer, doors)
            self.time = TimeTravel(self.programme, self.today, self._travel, self.at_most)
            self.journeys = [self._journey(number, dossier) for number, dossier in enumerate(self.dossiers, 1)]
            await self.time.run([self._course(journey) for journey in self.journeys])

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[People]:
        """The same people once more, to look around after the run."""
        async with self._doors() as doors:
            yield People(self.site.issuer, doors)

    @asynccontextmanager
    async def _doors(self) -> AsyncIterator[Doors]:
        limits = httpx.Limits(max_connections=self.at_most * 2, max_keepalive_connections=self.at_most * 2)
        async with httpx.AsyncClient(transport=self.tally.transport(limits), timeout=20.0, trust_env=False) as http:
            yield Doors(http, self.site.urls, self.ledger, self.patience_s)

    async def _travel(self, jump: Jump) -> None:
        """Move the clock; before the first time, everything is as on the day of filing: a sample is drawn."""
        if not self.days and (sample := await draw_sample(self.people, self.key)):
            self.watcher.drawn(sample)
        before = await self._public()
        await advance(self.site, jump.days)
        self.days = jump.days
        self.watcher.jumped(Landing(jump, before, await self._public()))

    async def _public(self) -> int:
        """How many services the public finds."""
        found = await self.people.holder.reads("catalogue", "/listings")
        return int(found["total"])

    def _journey(self, number: int, dossier: Dossier) -> Journey:
        journey = Journey(
            dossier=dossier,
            key=f"{self.key}-{number:04d}",
            foreseen=foreseen(dossier, self.programme, self.today),
            programme=self.programme,
            people=self.people,
            time=self.time,
            passed=lambda stage: self.watcher.passed(journey, stage),
        )
        return journey

    def _course(self, journey: Journey) -> Callable[[], Awaitable[None]]:
        async def course() -> None:
            try:
                await self._through(journey)
            except Exception as error:
                journey.fault = str(error) if isinstance(error, NotAccepted | NeverSeen) else repr(error)
                journey.passed("fault")

        return course

    async def _through(self, journey: Journey) -> None:
        """All stages; then a listing is watched until its year is over."""
        for stage in STAGES:
            if not await stage(journey):
                break
        journey.rested = journey.later = await _at_rest(journey, journey.foreseen.outcome)
        journey.passed("at rest")
        if journey.rested in LISTED and self.through_the_year:
            await journey.time.reminds(VALIDITY)
            await journey.time.passes(VALIDITY)
            journey.later = await _at_rest(journey, journey.foreseen.after_a_year)
            if journey.later is Outcome.EXPIRED:
                journey.passed("expired")


async def _at_rest(journey: Journey, expected: Outcome) -> Outcome | None:
    """Where it stands, as soon as that is the expected place or nothing leads on from it; else after a while."""
    wait, until = 0.05, asyncio.get_running_loop().time() + REST_S
    while True:
        standing = await journey.standing()
        over = standing not in MAY_GO_ON or asyncio.get_running_loop().time() > until
        if standing == expected or over:
            return standing
        await asyncio.sleep(wait)
        wait = min(wait * 1.5, 1.0)
