"""`referencement rebuild catalogue`: from the log to the same public states, and to nothing that is told twice."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import asyncpg
import pytest

from deploy.local.stack import LocalStack
from services.catalogue.main import SERVICE as CATALOGUE
from shared.calendar.france import FRANCE
from shared.contracts.vocabulary import DossierId, ListingId
from shared.delivery.scheduler import Scheduler
from shared.delivery.shell import Shell, World
from shared.programme.loading import published
from tests.builders import some_id
from tests.catalogue.words import LISTING, a_service, granted, lifted, ordered
from tests.console.conftest import Console, Environment
from tests.console.lay import Standing, arriving, record
from tests.console.wires import empty_topics, hear, noon, publish, relay

OTHER, LATER = ListingId(some_id("other listing")), ListingId(some_id("later listing"))
REBUILD = ("rebuild", "catalogue", "--by", "op-1")


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


@pytest.fixture
async def lived(catalogue: asyncpg.Pool, local_stack: LocalStack, environment: Environment, tmp_path: Path) -> Lived:
    """Two listings; one was suspended and reinstated, the other expired."""
    brokers, file = local_stack.bootstrap_servers, tmp_path / "clock"
    await empty_topics(brokers)
    environment("CLOCK_FILE", str(file))
    clock = Standing(noon(file, "2026-03-10"))
    shell = Shell("catalogue", catalogue, World(clock, published(), FRANCE))
    lived = Lived(catalogue, shell, clock, file, brokers)
    earlier = granted(
        listing=OTHER, dossier=DossierId(some_id("other dossier")), service=a_service(name="Autre"),
        decided_on=date(2025, 6, 1), ends_on=date(2026, 6, 1),
    )  # fmt: skip
    await lived.day("2026-03-10", granted(), earlier)
    await lived.day("2026-03-12", ordered("2026-03-12"))
    await lived.day("2026-03-20", lifted("2026-03-20"))
    for day in ("2026-04-02", "2026-05-02", "2026-05-25", "2026-06-01"):
        await lived.day(day)
    return lived


async def test_a_catalogue_that_lost_everything_comes_back_as_it_was(console: Console, lived: Lived) -> None:
    before = await lived.rows()
    await lived.pool.execute("TRUNCATE listings, inbox, journal, deadlines, outbox, seals")

    done = await console(*REBUILD)

    assert done.exit_code == 0, done.output
    assert await lived.rows() == before
    assert "swapped; 0 events that nobody had heard go out" in done.output
    assert await lived.pool.fetchval("SELECT count(*) FROM outbox") == 0


async def test_a_catalogue_that_is_right_is_found_equal_and_left_alone(console: Console, lived: Lived) -> None:
    done = await console(*REBUILD, "--compare")

    assert done.exit_code == 0
    assert [line.rsplit(", ", 1)[1] for line in done.output.splitlines() if line.startswith("rebuilt")] == ["equal"]
    assert await lived.pool.fetchval("SELECT count(*) FROM pg_namespace WHERE nspname IN ('rebuilt', 'replaced')") == 0


async def test_a_listing_that_somebody_changed_by_hand_is_put_right_and_its_chain_goes_on(
    console: Console, lived: Lived
) -> None:
    before = await lived.rows()
    await lived.pool.execute(
        "UPDATE listings SET state = 'suspended', body = jsonb_set(body, '{state}', '\"suspended\"')"
    )

    compared = await console(*REBUILD, "--compare")
    await console(*REBUILD)

    assert compared.exit_code == 1
    assert await lived.rows() == before
    assert "catalogue: 9 entries, 0 sealed, no faults" in (await console("journal", "verify")).output


async def test_the_service_goes_on_with_its_open_connections(console: Console, lived: Lived) -> None:
    await console(*REBUILD)

    await lived.shell.perform(arriving(CATALOGUE.subscriptions, ordered("2026-06-03")))

    assert await lived.pool.fetchval("SELECT state FROM listings WHERE id = $1", LISTING) == "suspended"
    assert "no faults" in (await console("journal", "verify")).output


async def test_a_decision_that_nobody_had_heard_is_told_and_only_that(console: Console, lived: Lived) -> None:
    await publish(lived.brokers, [record(ordered("2026-06-02"), at="2026-06-02T11:30:00+00:00")])

    done = await console(*REBUILD)

    assert "swapped; 1 events that nobody had heard go out" in done.output
    topics = await lived.pool.fetch("SELECT topic FROM outbox ORDER BY id")
    assert [row["topic"] for row in topics] == ["referencement.catalogue.v1", "referencement.listings.v1"]


async def test_reminders_that_were_missed_then_are_not_sent_now(console: Console, lived: Lived) -> None:
    later = granted(
        listing=LATER, dossier=DossierId(some_id("later")), decided_on=date(2025, 6, 10), ends_on=date(2026, 6, 10)
    )
    await lived.day("2026-06-01", later)
    await lived.day("2026-06-11")
    await lived.pool.execute("TRUNCATE listings, inbox, journal, deadlines, outbox, seals")

    done = await console(*REBUILD)

    assert "swapped; 0 events that nobody had heard go out" in done.output
    assert await lived.pool.fetchval("SELECT events FROM listings WHERE id = $1", LATER) == 2


async def test_who_asked_for_it_is_in_the_journal(console: Console, lived: Lived) -> None:
    await console(*REBUILD)

    entry = await lived.pool.fetchrow("SELECT door, actor, outcome FROM journal WHERE act = 'rebuild'")
    assert tuple(entry) == ("operator", "op-1", "rebuilt from referencement.decision.v1")
