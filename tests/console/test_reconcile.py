"""`referencement reconcile`: each kind of gap, made on real servers, is named, and repaired where that can be done."""

from collections.abc import AsyncIterator
from dataclasses import replace

import asyncpg
import pytest
from msgspec import structs

from services.catalogue.listing.rows import LISTING as LISTING_AGGREGATE
from services.catalogue.main import SERVICE as CATALOGUE
from services.surveillance.main import SERVICE as SURVEILLANCE
from shared.contracts.catalogue.listing import PublicListing
from shared.contracts.topics import EVENTS, TOPICS
from shared.delivery.kafka.record import record_of
from shared.delivery.recovery.snapshot import public_of
from shared.delivery.recovery.topic_reader import TopicReader
from shared.persistence.connecting import open_pool
from tests.catalogue.listing.events import DOSSIER, LISTING, ordered
from tests.console.conftest import Console
from tests.console.lay import arriving, record
from tests.console.lived import OTHER, Lived
from tests.console.wires import empty_topics, pass_over, publish, relay
from tests.unguarded import unguard

OWN = ("catalogue", "decision")
KEPT = ("listings", "inbox", "journal", "deadlines", "outbox")


@pytest.fixture
async def decision(databases: dict[str, str]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(databases["decision"], 2)
    yield pool
    await pool.close()


async def settle(lived: Lived, decision: asyncpg.Pool) -> None:
    """Decision remembers what it told, catalogue's offsets stand where it has read."""
    async with TopicReader(lived.brokers, [EVENTS["decision"]]) as reader:
        async for records in reader.upto(await reader.ends()):
            await decision.executemany(
                "INSERT INTO sanction_files (id, state, version, events, entries, journal_head, body, changed_at, "
                "listing, rung) VALUES ($1, 'x', 1, 1, 1, '', '{}', now(), '', '') ON CONFLICT DO NOTHING",
                [(raw.key.decode(),) for raw in records],
            )
    await pass_over(CATALOGUE, lived.brokers)


@pytest.fixture
async def lived(new_life: Lived, decision: asyncpg.Pool) -> Lived:
    """A life without gaps."""
    await new_life.first_day()
    await new_life.the_rest()
    await settle(new_life, decision)
    return new_life


async def said(console: Console, *words: str) -> list[str]:
    done = await console("reconcile", *words)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return [line for line in done.output.splitlines() if line]


async def test_a_line_that_is_whole_has_no_gaps(console: Console, lived: Lived) -> None:
    assert await said(console) == ["no gaps"]


async def test_what_waits_in_the_outbox_is_no_gap(console: Console, lived: Lived) -> None:
    await lived.shell.perform(arriving(CATALOGUE.subscriptions, ordered("2026-06-01")))

    assert await said(console) == ["no gaps"]


async def test_an_event_that_was_never_sent_is_named(console: Console, lived: Lived) -> None:
    await lived.shell.perform(arriving(CATALOGUE.subscriptions, ordered("2026-06-01")))
    await lived.pool.execute("DELETE FROM outbox WHERE topic = 'referencement.catalogue.v1'")
    await relay(lived.pool, lived.brokers)

    assert (await said(console))[0] == (
        f"untold   catalogue {LISTING} (dossier {DOSSIER}): ListingSuspended, event 4, "
        "is neither on the topic nor in the outbox"
    )


async def test_a_gap_that_is_accepted_stays_listed_and_is_no_failure(console: Console, lived: Lived) -> None:
    await lived.shell.perform(arriving(CATALOGUE.subscriptions, ordered("2026-06-01")))
    await lived.pool.execute("DELETE FROM outbox WHERE topic = 'referencement.catalogue.v1'")
    await relay(lived.pool, lived.brokers)

    failing = await console("reconcile", "--by", "nightly")
    strange = await console("reconcile", "accept", "nowhere", "--by", "op-1", "--reason", "told by letter")
    accepted = await console("reconcile", "accept", LISTING, "--by", "op-1", "--reason", "told by letter")
    after = await console("reconcile", "--by", "nightly")

    assert [one.exit_code for one in (failing, strange, accepted, after)] == [1, 2, 0, 0]
    assert "(accepted by op-1: told by letter)" in after.output
    assert after.output.splitlines()[-1] == "no gaps"
    kept = await lived.pool.fetch("SELECT gaps::text, accepted FROM reconciliations ORDER BY id")
    assert [tuple(row) for row in kept] == [('{"untold": 1}', 0), ("{}", 1)]


async def test_a_topic_that_lost_its_end_is_named_with_the_consumers_that_are_beyond_it(
    console: Console, lived: Lived
) -> None:
    passed = await pass_over(SURVEILLANCE, lived.brokers)
    await lose_the_end(lived, EVENTS["catalogue"])
    await pass_over(SURVEILLANCE, lived.brokers, passed)

    lines = await said(console)

    untold = [line for line in lines if line.startswith("untold")]
    assert [line.split("): ")[1] for line in untold] == [
        "ListingExpired, event 5, is neither on the topic nor in the outbox"
    ]
    beyond = [line for line in lines if line.startswith("offset   surveillance referencement.catalogue.v1/")]
    assert len(beyond) == 1
    assert "the topic ends at" in beyond[0]


async def test_an_event_that_was_passed_over_is_named_performed_and_told_onwards(
    console: Console, lived: Lived, decision: asyncpg.Pool
) -> None:
    await publish(lived.brokers, [record(ordered("2026-06-01"), at="2026-06-01T11:00:00+00:00")])
    await settle(lived, decision)

    named = await said(console, "--repair", "--by", "op-1")
    await relay(lived.pool, lived.brokers)

    assert named[0].startswith(f"unheard  catalogue {LISTING} (dossier {DOSSIER}): SuspensionOrdered ")
    assert named[0].endswith(" was passed over")
    assert await lived.pool.fetchval("SELECT state FROM listings WHERE id = $1", LISTING) == "suspended"
    kept = await lived.pool.fetch("SELECT compared_by, gaps::text FROM reconciliations")
    assert [tuple(row) for row in kept] == [("op-1", "{}")]
    assert await said(console) == ["no gaps"]


async def test_a_state_topic_that_says_something_else_is_told_again(console: Console, lived: Lived) -> None:
    await lived.pool.execute("UPDATE listings SET body = jsonb_set(body, '{grant,service,name}', '\"Carnet\"')")

    named = await said(console, "--repair", "--by", "op-1")
    await relay(lived.pool, lived.brokers)

    assert [line.split("): ")[1] for line in named[:2]] == [
        "referencement.listings.v1 says something else than the database"
    ] * 2
    assert await said(console) == ["no gaps"]
    assert await lived.pool.fetchval("SELECT count(*) FROM journal WHERE act = 'tell_state_again'") == 2


async def test_a_record_of_somebody_else_is_named_and_the_owner_says_again_what_holds(
    console: Console, lived: Lived
) -> None:
    """On the public topic it is the latest word, whoever reads it without looking at where it comes from."""
    shown = await lived.pool.fetchval("SELECT body::text FROM listings WHERE id = $1::uuid", LISTING)
    public = public_of(LISTING_AGGREGATE, shown)
    assert isinstance(public, PublicListing)
    forged = record(replace(public, state="forged"))
    elsewhere = tuple((n, b"/referencement/decision" if n == "ce_source" else v) for n, v in forged.headers)
    await publish(lived.brokers, [structs.replace(forged, headers=elsewhere)])

    lines = await said(console, "--repair", "--by", "op-1")
    await relay(lived.pool, lived.brokers)

    assert [line.split()[0] for line in lines[:2]] == ["foreign", "state"]
    assert "wrong_source: referencement.catalogue.PublicListing.v1 comes from /referencement/catalogue" in lines[0]
    assert [line.split()[0] for line in await said(console)] == ["foreign", "1"]


async def test_a_database_restored_to_its_first_day_catches_up_and_tells_nothing_twice(
    console: Console, new_life: Lived, decision: asyncpg.Pool
) -> None:
    lived = new_life
    await lived.first_day()
    await back_up(lived.pool)
    await lived.the_rest()
    before = await lived.rows()
    await settle(lived, decision)
    await restore(lived.pool)

    lines = await said(console, "--repair", "--by", "op-1")

    ahead = [line.split("): ")[1].split(",")[0] for line in lines if line.startswith("ahead")]
    assert ahead == [
        "ListingSuspended", "ListingReinstated", "RenewalReminded", "RenewalReminded", "RenewalReminded",
        "ListingExpired",
    ]  # fmt: skip
    assert sum(line.startswith("unheard") for line in lines) == 2
    assert await lived.rows() == before
    assert await lived.pool.fetchval("SELECT count(*) FROM outbox") == 0
    assert await said(console) == ["no gaps"]
    assert "catalogue: 9 entries, 0 sealed, no faults" in (await console("journal", "verify")).output


async def test_lost_commands_are_named_and_no_number_is_used_twice(
    console: Console, lived: Lived, decision: asyncpg.Pool
) -> None:
    one = await decision.fetchval("UPDATE sanction_files SET events = 0 WHERE id = (SELECT min(id::text)::uuid FROM "
                                  "sanction_files) RETURNING id::text")  # fmt: skip

    lines = await said(console, "--repair", "--by", "op-1")

    assert lines[0].startswith(f"ahead    decision {one} (dossier ")
    assert lines[0].endswith("; the database remembers 0")
    assert lines[-1].startswith(f"decision: {one} goes on behind event 1; for a human: ")
    assert await decision.fetchval("SELECT events FROM sanction_files WHERE id = $1", one) == 1
    entry = await decision.fetchrow("SELECT act, actor, message FROM journal")
    assert tuple(entry) == ("note_lost_acts", "op-1", one)
    assert await said(console) == ["no gaps"]


async def test_a_repair_needs_a_name(console: Console) -> None:
    assert (await console("reconcile", "--repair")).exit_code == 2


async def back_up(pool: asyncpg.Pool) -> None:
    await pool.execute("CREATE SCHEMA backup")
    for table in KEPT:
        await pool.execute(f"CREATE TABLE backup.{table} AS TABLE public.{table}")


async def restore(pool: asyncpg.Pool) -> None:
    await unguard(pool)
    for table in KEPT:
        await pool.execute(
            f"TRUNCATE public.{table}; INSERT INTO public.{table} OVERRIDING SYSTEM VALUE TABLE backup.{table}"
        )


async def lose_the_end(lived: Lived, topic: str) -> None:
    """The topic without the last record about the other listing, as after an unclean leader change; others keep all."""
    kept = []
    async with TopicReader(lived.brokers, [one.name for one in TOPICS]) as reader:
        async for records in reader.upto(await reader.ends()):
            kept += [record_of(raw) for raw in records]
    last = [one for one in kept if one.topic == topic and one.key == OTHER.encode()][-1]
    await empty_topics(lived.brokers)
    await publish(lived.brokers, [one for one in kept if one is not last])
