"""Commands that arrive together share a transaction, not their fate."""

import asyncio

import asyncpg
import pytest

from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.messages import Incoming, Outcome, Performed
from shared.delivery.shell.transaction import Shell, Unavailable
from shared.persistence.transience import BadValue
from tests.delivery.desk import Asked, journaled
from tests.delivery.notebook import OpenNotebook, Rename, open_notebook, rename


def opening(title: str) -> Incoming:
    return Asked(open_notebook, OpenNotebook(title=title), f"open-{title}").incoming


async def together(queue: CommandQueue, *commands: Incoming) -> list[Outcome | BaseException]:
    return await asyncio.gather(*(queue.perform(one) for one in commands), return_exceptions=True)


async def test_each_caller_gets_its_own_outcome(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await together(CommandQueue(shell), *(opening(f"n{i}") for i in range(30)))

    ids = [one.answer["id"] for one in outcomes if isinstance(one, Performed)]
    assert ids == [opening(f"n{i}").target for i in range(30)]
    assert await pool.fetchval("SELECT count(*) FROM notebooks") == 30


async def test_a_command_with_a_value_that_cannot_be_stored_harms_nobody_else(shell: Shell, pool: asyncpg.Pool) -> None:
    outcomes = await together(CommandQueue(shell), opening("a"), opening("b\x00"), opening("c"))

    assert [type(one) for one in outcomes] == [Performed, BadValue, Performed]
    assert await pool.fetchval("SELECT array_agg(title ORDER BY title) FROM notebooks") == ["a", "c"]


async def test_a_refusal_beside_a_value_that_cannot_be_stored_is_journaled_once(
    shell: Shell, pool: asyncpg.Pool
) -> None:
    await shell.perform([opening("a")])
    forbidden = Asked(rename, Rename(title="forbidden"), "rename-1", opening("a").target).incoming

    await together(CommandQueue(shell), forbidden, opening("b\x00"))

    assert [entry for entry in await journaled(pool) if entry[0] == "rename"] == [("rename", "title_forbidden")]


async def test_a_caller_who_left_takes_nobody_along(shell: Shell, pool: asyncpg.Pool) -> None:
    queue = CommandQueue(shell)
    left = asyncio.create_task(queue.perform(opening("left")))
    stayed = asyncio.create_task(queue.perform(opening("stayed")))
    await asyncio.sleep(0)
    left.cancel()

    assert isinstance(await stayed, Performed)
    assert isinstance(await queue.perform(opening("later")), Performed)


async def test_with_the_database_away_everybody_is_told_so(shell: Shell, pool: asyncpg.Pool) -> None:
    gone = Shell("intake", Away(), shell.context)

    outcomes = await together(CommandQueue(gone), opening("a"), opening("b"))

    assert [type(one) for one in outcomes] == [Unavailable, Unavailable]


class Away:
    """A pool whose database is away."""

    def acquire(self, **_options: object) -> object:
        raise ConnectionRefusedError


@pytest.mark.parametrize("size", [1, 201])
async def test_groups_of_any_size(shell: Shell, pool: asyncpg.Pool, size: int) -> None:
    await together(CommandQueue(shell), *(opening(f"n{i}") for i in range(size)))

    assert await pool.fetchval("SELECT count(*) FROM notebooks") == size
