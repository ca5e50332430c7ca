"""`referencement rebuild catalogue`: from the log to the same public states, and to nothing that is told twice."""

from datetime import date

import pytest

from services.catalogue.main import SERVICE as CATALOGUE
from shared.contracts.vocabulary import DossierId, ListingId
from tests.builders import some_id
from tests.catalogue.listing.events import LISTING, granted, ordered
from tests.console.conftest import Console
from tests.console.lay import arriving, record
from tests.console.lived import Lived
from tests.console.wires import publish
from tests.unguarded import unguard

LATER = ListingId(some_id("later listing"))
REBUILD = ("rebuild", "catalogue", "--by", "op-1")


@pytest.fixture
async def lived(new_life: Lived) -> Lived:
    """All of it."""
    await new_life.first_day()
    await new_life.the_rest()
    return new_life


async def test_a_catalogue_that_lost_everything_comes_back_as_it_was(console: Console, lived: Lived) -> None:
    before = await lived.rows()
    await unguard(lived.pool)
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
    await unguard(lived.pool)
    await lived.pool.execute("TRUNCATE listings, inbox, journal, deadlines, outbox, seals")

    done = await console(*REBUILD)

    assert "swapped; 0 events that nobody had heard go out" in done.output
    assert await lived.pool.fetchval("SELECT events FROM listings WHERE id = $1", LATER) == 2


async def test_who_asked_for_it_is_in_the_journal(console: Console, lived: Lived) -> None:
    await console(*REBUILD)

    entry = await lived.pool.fetchrow("SELECT door, actor, outcome FROM journal WHERE act = 'rebuild'")
    assert tuple(entry) == ("operator", "op-1", "rebuilt from referencement.decision.v1")
