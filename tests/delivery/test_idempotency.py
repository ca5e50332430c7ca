"""A command with the same key is performed once, however often and wherever it is sent."""

import asyncio

import asyncpg
import msgspec

from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.messages import Outcome, Performed, Rejected
from shared.delivery.shell.transaction import Shell
from tests.builders import OTHER_PUBLISHER, some_id
from tests.delivery.desk import Asked, journaled
from tests.delivery.notebook import OpenNotebook, Rename, open_notebook, rename

OPEN = Asked(open_notebook, OpenNotebook(title="blue"), "open-1")


def answer(outcome: Outcome) -> bytes:
    assert isinstance(outcome, Performed)
    return msgspec.json.encode(outcome.answer)


async def test_fifty_at_once_through_two_replicas_make_one_aggregate_and_give_one_answer(
    shell: Shell, other_shell: Shell, pool: asyncpg.Pool
) -> None:
    queues = CommandQueue(shell), CommandQueue(other_shell)

    outcomes = await asyncio.gather(*(queues[i % 2].perform(OPEN.incoming) for i in range(50)))

    assert len({answer(one) for one in outcomes}) == 1
    assert sum(1 for one in outcomes if isinstance(one, Performed) and not one.repeated) == 1
    assert await pool.fetchval("SELECT count(*) FROM notebooks") == 1
    assert await pool.fetchval("SELECT count(*) FROM outbox") == 1
    assert await journaled(pool) == [("open_notebook", "performed")]


async def test_the_first_answer_is_given_again_also_after_the_aggregate_went_on(shell: Shell) -> None:
    first = (await shell.perform([OPEN.incoming]))[0]
    await shell.perform([Asked(rename, Rename(title="red"), "rename-1", OPEN.incoming.target).incoming])

    again = (await shell.perform([OPEN.incoming]))[0]

    assert answer(again) == answer(first)
    assert isinstance(again, Performed) and again.repeated


async def test_the_same_key_with_another_body_is_refused(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform([OPEN.incoming])

    outcome = (await shell.perform([Asked(open_notebook, OpenNotebook(title="red"), "open-1").incoming]))[0]

    assert outcome == Rejected("idempotency_key_reused")
    assert await pool.fetchval("SELECT title FROM notebooks") == "blue"


async def test_the_same_key_with_another_body_in_the_same_batch_is_refused(shell: Shell) -> None:
    red = Asked(open_notebook, OpenNotebook(title="red"), "open-1")

    outcomes = await shell.perform([OPEN.incoming, red.incoming, OPEN.incoming])

    assert outcomes[1] == Rejected("idempotency_key_reused")
    assert answer(outcomes[2]) == answer(outcomes[0])


async def test_the_same_key_of_somebody_else_is_another_key(shell: Shell) -> None:
    notebook = OPEN.incoming.target
    mine = Asked(rename, Rename(title="red"), "rename-1", notebook)
    theirs = Asked(rename, Rename(title="red"), "rename-1", notebook, by=OTHER_PUBLISHER)

    await shell.perform([OPEN.incoming, mine.incoming])
    outcome = (await shell.perform([theirs.incoming]))[0]

    assert outcome == Rejected("role_required", {"roles": ["desk_officer"], "act": "rename"})


async def test_a_refused_command_may_be_sent_again_once_the_reason_is_gone(shell: Shell) -> None:
    early = Asked(rename, Rename(title="red"), "rename-1", OPEN.incoming.target)
    assert (await shell.perform([early.incoming]))[0] == Rejected("not_found")

    await shell.perform([OPEN.incoming])

    assert isinstance((await shell.perform([early.incoming]))[0], Performed)


async def test_of_two_who_saw_the_same_version_one_succeeds(shell: Shell, other_shell: Shell) -> None:
    notebook = OPEN.incoming.target
    await shell.perform([OPEN.incoming])
    red = Asked(rename, Rename(title="red"), "rename-1", notebook, version=1)
    green = Asked(rename, Rename(title="green"), "rename-2", notebook, version=1)

    outcomes = await asyncio.gather(shell.perform([red.incoming]), other_shell.perform([green.incoming]))

    kinds = sorted(type(one[0]).__name__ for one in outcomes)
    assert kinds == ["Performed", "Rejected"]
    assert [one[0].code for one in outcomes if isinstance(one[0], Rejected)] == ["stale_version"]


async def test_an_aggregate_that_is_not_there_is_not_made_by_asking_for_it(shell: Shell, pool: asyncpg.Pool) -> None:
    await shell.perform([Asked(rename, Rename(title="red"), "rename-1", some_id("nobody")).incoming])

    assert await pool.fetchval("SELECT count(*) FROM notebooks") == 0
