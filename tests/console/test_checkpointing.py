"""A checkpoint never ends before what is still being written, and never waits in anybody's way."""

import asyncio
from datetime import UTC, datetime

import asyncpg

from shared.base.locks import AdvisoryLock
from shared.delivery.tasks.checkpoint_writer import CheckpointWriter
from tests.console.lay import Standing

WRITER = CheckpointWriter("catalogue", Standing(datetime(2026, 3, 10, 9, tzinfo=UTC)))
WRITE = (
    "INSERT INTO journal (entry, at, door, act, rule, actor, roles, message, outcome, version, events, digest, "
    "previous, hash) VALUES (0, now(), 'http', 'a', '', '', '', '', 'not_found', 0, '', '', '', '\\x01')"
)


async def test_an_entry_whose_writer_is_slow_is_waited_for(catalogue: asyncpg.Pool) -> None:
    async with catalogue.acquire() as slow, catalogue.acquire() as sealing:
        transaction = slow.transaction()
        await transaction.start()
        await slow.execute(WRITE)
        await catalogue.execute(WRITE)

        made = asyncio.create_task(WRITER.write(sealing))
        await asyncio.sleep(0.3)
        early = made.done()
        await catalogue.execute(WRITE)
        await transaction.commit()

        assert not early
        assert [(one.first, one.last, one.entries) for one in await made] == [(1, 2, 2)]


async def test_ids_of_a_writer_who_gave_up_are_sealed_as_empty(catalogue: asyncpg.Pool) -> None:
    async with catalogue.acquire() as conn:
        await conn.execute(f"BEGIN; {WRITE}; ROLLBACK; {WRITE}")

        assert [(one.first, one.last, one.entries) for one in await WRITER.write(conn)] == [(1, 2, 1)]
        assert await WRITER.write(conn) == []


async def test_while_one_owner_seals_nobody_else_does(catalogue: asyncpg.Pool) -> None:
    await catalogue.execute(WRITE)
    async with catalogue.acquire() as owner, catalogue.acquire() as other:
        await owner.execute("SELECT pg_advisory_lock($1)", AdvisoryLock.CHECKPOINTS)

        assert await WRITER.write(other) == []

        await owner.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.CHECKPOINTS)
        assert len(await WRITER.write(other)) == 1
