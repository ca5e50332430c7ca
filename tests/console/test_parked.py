"""`referencement parked`: what was set aside comes back once, in order, and nothing beside it is lost."""

import asyncio
import json
from datetime import UTC, datetime

import asyncpg
import pytest
from msgspec.structs import replace

from deploy.console import places as installation
from services.catalogue.listing.domain.publication import publish_listing
from services.catalogue.main import SERVICE as CATALOGUE
from shared.calendar.france import FRANCE
from shared.contracts import envelope
from shared.delivery.recovery.redrive import Redriver
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.messages import Record
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import open_pool
from shared.programme.loading import published
from tests.catalogue.listing.events import CASE, DOSSIER, LISTING, a_service, granted, lifted, ordered
from tests.console.conftest import Console
from tests.console.lay import Standing, arriving, record

KEY = DOSSIER


@pytest.fixture
async def shell(catalogue: asyncpg.Pool) -> Shell:
    clock = Standing(datetime(2026, 3, 10, 9, tzinfo=UTC))
    return Shell("catalogue", catalogue, ActContext(clock, published(), FRANCE))


async def hear(shell: Shell, *records: Record) -> None:
    await shell.perform(arriving(CATALOGUE.subscriptions, *records))


def chain() -> list[Record]:
    """A grant, its suspension, the lifting: under one key, one behind the other."""
    events = (granted(), ordered("2026-03-10"), lifted("2026-03-11"))
    return [record(event, key=KEY, offset=offset) for offset, event in enumerate(events, 10)]


@pytest.fixture
async def mistaken(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> str:
    """The chain arrived while publishing had a mistake in it, mended since. Gives the id of what stands in front."""
    with monkeypatch.context() as version:
        version.setattr(publish_listing, "function", lambda *_: 1 // 0)
        await hear(shell, *chain())
    return await shell.pool.fetchval("SELECT id::text FROM parked WHERE reason = 'act_failed'")  # type: ignore[no-any-return]


async def acts(pool: asyncpg.Pool) -> list[tuple[str, str, str]]:
    """What took place: act, door, actor."""
    rows = await pool.fetch("SELECT act, door, actor FROM journal WHERE outcome = 'performed' ORDER BY id")
    return [tuple(row) for row in rows]


async def parked(pool: asyncpg.Pool) -> list[tuple[str, int, str]]:
    rows = await pool.fetch("SELECT reason, position, status FROM parked ORDER BY position, reason")
    return [tuple(row) for row in rows]


async def test_a_record_whose_act_was_mended_goes_first_and_those_behind_it_follow_in_order(
    console: Console, catalogue: asyncpg.Pool, mistaken: str
) -> None:
    done = await console("parked", "redrive", mistaken, "--by", "op-1")

    assert done.exit_code == 0
    assert await acts(catalogue) == [
        ("publish_listing", "redrive", "op-1"),
        ("suspend_listing", "redrive", "op-1"),
        ("reinstate_listing", "redrive", "op-1"),
    ]
    assert await parked(catalogue) == [
        ("act_failed", 10, "redriven"), ("held", 11, "redriven"), ("held", 12, "redriven"),
    ]  # fmt: skip
    assert await catalogue.fetchval("SELECT count(DISTINCT settled_by) FROM parked WHERE settled_by = 'op-1'") == 1


async def test_the_journal_names_the_event_that_was_redriven(
    console: Console, catalogue: asyncpg.Pool, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay = record(granted(), key=KEY)
    with monkeypatch.context() as version:
        version.setattr(publish_listing, "function", lambda *_: 1 // 0)
        await hear(shell, lay)

    await console("parked", "redrive", "--reason", "act_failed", "--by", "op-1")

    told = await catalogue.fetchval("SELECT message FROM journal WHERE act = 'publish_listing'")
    assert told == dict(lay.headers)["ce_id"].decode()


async def test_two_operators_at_once_perform_each_record_once(
    databases: dict[str, str], catalogue: asyncpg.Pool, mistaken: str
) -> None:
    pools = [await open_pool(databases["catalogue"], 2) for _ in range(2)]
    operators = [
        Redriver(CATALOGUE, pool, f"op-{number}", installation.act_context()) for number, pool in enumerate(pools)
    ]

    outcomes = await asyncio.gather(*(one.redrive(KEY.encode(), {mistaken}) for one in operators))

    assert [act for act, _, _ in await acts(catalogue)] == ["publish_listing", "suspend_listing", "reinstate_listing"]
    assert sum(len(one.done) for one in outcomes) == 3
    assert [one.stopped_at for one in outcomes] == [None, None]
    for pool in pools:
        await pool.close()


async def test_while_the_mistake_is_there_nothing_moves(
    console: Console, catalogue: asyncpg.Pool, mistaken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish_listing, "function", lambda *_: 1 // 0)

    done = await console("parked", "redrive", mistaken, "--by", "op-1")

    assert done.exit_code == 1
    assert f"redriven: none; stopped at {mistaken}: act_failed" in done.output
    assert await parked(catalogue) == [("act_failed", 10, "parked"), ("held", 11, "parked"), ("held", 12, "parked")]
    assert await catalogue.fetchval("SELECT count(*) FROM outbox") == 3


async def test_what_is_held_does_not_overtake_what_it_is_held_behind(
    console: Console, catalogue: asyncpg.Pool, mistaken: str
) -> None:
    held = await catalogue.fetchval("SELECT id::text FROM parked WHERE position = 11")

    done = await console("parked", "redrive", held, "--by", "op-1")

    assert f"stopped at {mistaken}: act_failed, not asked for" in done.output
    assert await acts(catalogue) == []


async def test_a_dropped_record_lets_those_behind_it_go(
    console: Console, catalogue: asyncpg.Pool, mistaken: str
) -> None:
    done = await console("parked", "drop", mistaken, "--by", "op-1", "--reason", "test data", "--then-redrive")

    assert done.exit_code == 0
    assert [act for act, _, _ in await acts(catalogue)] == ["suspend_listing", "reinstate_listing"]
    entry = await catalogue.fetchrow("SELECT act, actor, outcome, message, door FROM journal WHERE act = 'drop_parked'")
    assert tuple(entry) == ("drop_parked", "op-1", "test data", mistaken, "operator")


async def test_a_record_is_dropped_once(console: Console, catalogue: asyncpg.Pool, mistaken: str) -> None:
    await console("parked", "drop", mistaken, "--by", "op-1", "--reason", "test data")

    again = await console("parked", "drop", mistaken, "--by", "op-2", "--reason", "other")

    assert again.output == f"{mistaken} was settled before\n"
    assert await catalogue.fetchval("SELECT count(*) FROM journal WHERE act = 'drop_parked'") == 1


async def test_a_record_without_a_key_stays_parked_for_no_relay_of_ours_leaves_it_out(
    console: Console, catalogue: asyncpg.Pool, shell: Shell
) -> None:
    await hear(shell, replace(record(granted()), key=b""))

    done = await console("parked", "redrive", "--reason", "wrong_key", "--by", "op-1")

    assert done.exit_code == 1
    assert ": wrong_key: " in done.output
    assert [status for _, _, status in await parked(catalogue)] == ["parked"]


async def test_what_the_database_refuses_stays_parked_with_its_reason(
    console: Console, catalogue: asyncpg.Pool, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "holds_nul", lambda _: False)  # the door sees a NUL; let it reach the database
    await hear(shell, record(granted(service=a_service(name="a\x00b")), key=KEY))

    done = await console("parked", "redrive", "--reason", "value_refused", "--by", "op-1")

    assert done.exit_code == 1
    assert ": value_refused: " in done.output
    assert [status for _, _, status in await parked(catalogue)] == ["parked"]


async def test_an_unreadable_record_stays_parked_until_it_can_be_read(
    console: Console, catalogue: asyncpg.Pool, shell: Shell
) -> None:
    await hear(shell, record(granted(), key=KEY, value=b"{"), record(ordered("2026-03-10"), key=KEY))

    done = await console("parked", "redrive", "--reason", "bad_body", "--by", "op-1")

    assert done.exit_code == 1
    assert ": bad_body: " in done.output
    assert await acts(catalogue) == []


async def test_a_dry_run_names_what_would_be_redriven_and_does_nothing(
    console: Console, catalogue: asyncpg.Pool, mistaken: str
) -> None:
    done = await console("parked", "redrive", "--dossier", DOSSIER, "--by", "op-1", "--dry-run")

    assert [line.split(" in ")[1] for line in done.output.splitlines()] == [
        "catalogue (act_failed, referencement.decision.v1/0@10)",
        "catalogue (held, referencement.decision.v1/0@11)",
        "catalogue (held, referencement.decision.v1/0@12)",
    ]
    assert await acts(catalogue) == []


@pytest.mark.parametrize(
    ("words", "positions"),
    [
        (("--service", "catalogue"), [10, 11, 12]),
        (("--service", "intake"), []),
        (("--reason", "held"), [11, 12]),
        (("--topic", "referencement.catalogue.v1"), []),
        (("--key", KEY), [10, 11, 12]),
        (("--dossier", CASE), []),
        (("--since", "2026-03-11"), []),
        (("--since", "2026-03-10T08:00:00"), [10, 11, 12]),
    ],
)
async def test_records_are_chosen_by_what_is_known_of_them(
    console: Console, mistaken: str, words: tuple[str, ...], positions: list[int]
) -> None:
    listed = await console("parked", "list", "--json", *words)

    assert [json.loads(line)["offset"] for line in listed.output.splitlines()] == positions


async def test_nobody_redrives_everything_by_leaving_the_choice_out(console: Console) -> None:
    assert (await console("parked", "redrive", "--by", "op-1")).exit_code == 2


async def test_one_record_is_shown_whole(console: Console, mistaken: str) -> None:
    shown = (await console("parked", "show", mistaken)).output

    assert "parked by catalogue: act_failed\n  ZeroDivisionError" in shown
    assert f"aggregate {LISTING}  dossier {DOSSIER}" in shown
    assert '"decided_on":"2026-03-10"' in shown


async def test_a_record_is_seen_once_and_the_journal_knows_by_whom(
    console: Console, catalogue: asyncpg.Pool, mistaken: str
) -> None:
    first = await console("parked", "seen", mistaken, "--by", "agathe")
    again = await console("parked", "seen", "--service", "catalogue", "--reason", "act_failed", "--by", "basile")

    assert first.output == "seen by agathe: 1 of 1, the others before\n"
    assert again.output == "seen by basile: 0 of 1, the others before\n"
    assert await catalogue.fetchval("SELECT seen_by FROM parked WHERE id = $1", mistaken) == "agathe"
    rows = await catalogue.fetch("SELECT actor, message, outcome FROM journal WHERE act = 'see_parked'")
    assert [tuple(row) for row in rows] == [("agathe", mistaken, "seen")]
