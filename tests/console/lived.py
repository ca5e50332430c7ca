"""Some months of the catalogue's life on the real topics: two listings, one suspended and reinstated, one expired."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import asyncpg

from services.catalogue.main import SERVICE as CATALOGUE
from shared.contracts.vocabulary import DossierId, ListingId
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.catalogue.listing.events import a_service, granted, lifted, ordered
from tests.console.lay import Standing, record
from tests.console.wires import hear, noon, publish, relay

OTHER = ListingId(some_id("other listing"))


@dataclass(slots=True)
class Lived:
    """The catalogue after some days of real life on the real topics."""

    pool: asyncpg.Pool
    shell: Shell
    clock: Standing
    console_clock: Path
    brokers: str

    async def day(self, day: str, *events: object) -> None:
        """The minister decides, the catalogue hears of it, the world hears of the catalogue."""
        self.clock.instant = noon(self.console_clock, day)
        await publish(self.brokers, [record(event, at=f"{day}T11:00:00+00:00") for event in events])
        while (await Scheduler(self.shell, CATALOGUE.aggregates).fire_due())[0]:
            pass
        await hear(CATALOGUE, self.shell, self.brokers)
        await relay(self.pool, self.brokers)

    async def rows(self) -> list[tuple[object, ...]]:
        """Everything that the catalogue serves and waits for."""
        found = await self.pool.fetch(
            "SELECT id::text, state, version, events, entries, body::text FROM listings ORDER BY 1"
        )
        awaited = await self.pool.fetch("SELECT aggregate::text, kind, due_at FROM deadlines ORDER BY 1, 2")
        return [tuple(row) for row in (*found, *awaited)]

    async def first_day(self) -> None:
        """Two grants, the other one of last year."""
        earlier = granted(
            listing=OTHER, dossier=DossierId(some_id("other dossier")), service=a_service(name="Autre"),
            decided_on=date(2025, 6, 1), ends_on=date(2026, 6, 1),
        )  # fmt: skip
        await self.day("2026-03-10", granted(), earlier)

    async def the_rest(self) -> None:
        """A suspension, its lifting, three reminders, an expiry."""
        await self.day("2026-03-12", ordered("2026-03-12"))
        await self.day("2026-03-20", lifted("2026-03-20"))
        for day in ("2026-04-02", "2026-05-02", "2026-05-25", "2026-06-01"):
            await self.day(day)
