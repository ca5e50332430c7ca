"""One batch, one transaction: all of it or nothing, each message once."""

import asyncpg
import pytest

from shared.delivery.shell.messages import Parked, Performed, Rejected, Skipped
from shared.delivery.shell.transaction import Shell
from tests.builders import some_id
from tests.delivery.crashing import Crash, CrashingPool
from tests.delivery.desk import Asked, arriving, dump, journaled, nonsense, notes, number, told
from tests.delivery.notebook import Close, OpenNotebook, Rename, SetBells, close, open_notebook, rename, set_bells


async def opened(shell: Shell, key: str = "open-1") -> str:
    """Id of a new notebook."""
    outcome = (await shell.perform([Asked(open_notebook, OpenNotebook(title="blue"), key).incoming]))[0]
    assert isinstance(outcome, Performed)
    return str(outcome.answer["id"])


async def test_an_event_leaves_state_inbox_outbox_and_journal(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(arriving(number("a", 7)))

    assert [type(one) for one in outcomes] == [Performed]
    assert await notes(pool, "a") == ["7"]
    assert await told(pool, some_id("a")) == ["note 7"]
    assert await journaled(pool) == [("note", "performed")]
    assert await pool.fetchval("SELECT count(*) FROM inbox") == 1


async def test_a_command_is_answered_with_state_version_events_and_what_may_follow(shell: Shell) -> None:
    notebook = await opened(shell)

    outcome = (await shell.perform([Asked(rename, Rename(title="red"), "rename-1", notebook).incoming]))[0]

    assert outcome == Performed(
        {
            "id": notebook,
            "state": "open",
            "version": 2,
            "events": ["PriorRequestRejected", "PriorRequestRejected"],
            "allowed": ["close", "rename", "set_bells"],
        }
    )


async def test_events_of_an_aggregate_are_numbered_without_a_gap(shell: Shell, pool: asyncpg.Pool) -> None:
    notebook = await opened(shell)
    await shell.perform(
        [
            Asked(rename, Rename(title="red"), "rename-1", notebook).incoming,
            Asked(rename, Rename(title="forbidden"), "rename-2", notebook).incoming,
            Asked(rename, Rename(title="green"), "rename-3", notebook).incoming,
        ]
    )

    headers = [bytes(row["headers"]) for row in await pool.fetch("SELECT headers FROM outbox ORDER BY id")]

    assert [int(one.split(b"ce_sequence")[1][2:3]) for one in headers] == [1, 2, 3, 4, 5]


async def test_acts_on_one_aggregate_are_performed_in_the_order_of_the_batch(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(*(number("a", n) for n in (3, 1, 2)), number("b", 9)))

    assert await notes(pool, "a") == ["3", "1", "2"]
    assert await notes(pool, "b") == ["9"]
    assert await pool.fetchval("SELECT version FROM notebooks WHERE id = $1::uuid", some_id("a")) == 3


async def test_the_same_event_twice_in_a_batch_counts_once(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await shell.perform(arriving(number("a", 7), number("a", 7)))

    assert [type(one) for one in outcomes] == [Performed, Skipped]
    assert await notes(pool, "a") == ["7"]


async def test_the_same_event_delivered_again_changes_nothing(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform(arriving(number("a", 7)))
    before = await dump(pool)

    outcomes = await shell.perform(arriving(number("a", 7)))

    assert outcomes == [Skipped()]
    assert await dump(pool) == before


async def test_a_refused_command_changes_nothing_and_is_journaled(shell: Shell, pool: asyncpg.Pool) -> None:
    notebook = await opened(shell)
    before = await dump(pool, "outbox", "deadlines", "inbox", "parked")
    body = await pool.fetchval("SELECT (version, events, body)::text FROM notebooks")

    outcome = (await shell.perform([Asked(rename, Rename(title="forbidden"), "rename-1", notebook).incoming]))[0]

    assert outcome == Rejected("title_forbidden", {"title": "forbidden"})
    assert await pool.fetchval("SELECT (version, events, body)::text FROM notebooks") == body
    assert await dump(pool, "outbox", "deadlines", "inbox", "parked") == before
    assert await journaled(pool) == [("open_notebook", "performed"), ("rename", "title_forbidden")]


async def test_a_command_to_what_is_not_there_is_refused_and_journaled(shell: Shell, pool: asyncpg.Pool) -> None:
    outcome = (await shell.perform([Asked(rename, Rename(title="red"), "rename-1", some_id("nobody")).incoming]))[0]

    assert outcome == Rejected("not_found")
    assert await journaled(pool) == [("rename", "not_found")]
    assert await pool.fetchval("SELECT count(*) FROM notebooks") == 0


async def test_a_command_with_a_stale_version_is_refused(shell: Shell) -> None:
    notebook = await opened(shell)
    await shell.perform([Asked(rename, Rename(title="red"), "rename-1", notebook, version=1).incoming])

    outcome = (await shell.perform([Asked(rename, Rename(title="blue"), "rename-2", notebook, version=1).incoming]))[0]

    assert outcome == Rejected("stale_version", {"expected": 1, "current": 2})


async def test_an_act_that_tells_nonsense_leaves_nothing_behind(shell: Shell, pool: asyncpg.Pool) -> None:
    """What the act had already told, and the state that it gave, go with it."""
    outcomes = await shell.perform(arriving(number("a", 1), nonsense("a"), number("b", 2)))

    assert outcomes[1] == Parked("act_failed")
    assert await notes(pool, "a") == ["1"]
    assert await told(pool, some_id("a")) == ["note 1"]
    assert await pool.fetchval("SELECT (version, events)::text FROM notebooks WHERE id = $1::uuid", some_id("a")) == (
        "(1,1)"
    )
    assert await notes(pool, "b") == ["2"]


async def test_an_act_that_would_tell_more_than_anybody_reads_is_refused(shell: Shell, pool: asyncpg.Pool) -> None:
    """A record of more than 1 MB would stop the relay, and its readers would park it."""
    notebook = await opened(shell)

    outcome = (await shell.perform([Asked(rename, Rename(title="x" * 1_000_000), "rename-1", notebook).incoming]))[0]

    assert isinstance(outcome, Rejected) and outcome.code == "too_large"
    assert await pool.fetchval("SELECT title FROM notebooks") == "blue"
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1
    assert (await journaled(pool))[-1] == ("rename", "too_large")


async def everything(shell: Shell, notebook: str) -> None:
    """A batch that touches every table."""
    events = arriving(number("a", 1), number("a", 1), number("b", 2))
    commands = [
        Asked(rename, Rename(title="red"), "rename-1", notebook).incoming,
        Asked(set_bells, SetBells(bells={"ring_first": shell.context.clock.now()}), "bells-1", notebook).incoming,
        Asked(close, Close(), "close-1", notebook).incoming,
        Asked(open_notebook, OpenNotebook(title="new"), "open-2").incoming,
    ]
    await shell.perform([*events, *commands])


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
async def test_a_crash_round_any_statement_leaves_nothing_and_the_next_attempt_all(
    shell: Shell, pool: asyncpg.Pool, before: bool
) -> None:
    notebook = await opened(shell)
    stored = await dump(pool)
    crashing = CrashingPool(pool, before=before)
    broken = Shell("intake", crashing, shell.context)

    while not crashing.survived:
        crashing.next_place()
        try:
            await everything(broken, notebook)
        except Crash:
            assert await dump(pool) == stored, f"after a crash at {crashing.where}"

    assert crashing.place >= 6
    assert await notes(pool, "a") == ["1"]
    assert await pool.fetchval("SELECT count(*) FROM journal") == 1 + 2 + 4


async def test_a_crash_instead_of_the_commit_leaves_nothing(shell: Shell, pool: asyncpg.Pool) -> None:
    notebook = await opened(shell)
    stored = await dump(pool)
    broken = Shell("intake", CrashingPool(pool, at_commit=True), shell.context)

    with pytest.raises(Crash):
        await everything(broken, notebook)

    assert await dump(pool) == stored
