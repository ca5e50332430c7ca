"""A journal of the catalogue with two days in it, and what `journal verify` says of it."""

from datetime import UTC, datetime

import asyncpg

from services.catalogue.main import SERVICE
from shared.calendar.france import FRANCE
from shared.delivery.journal.checkpoints import Checkpoint
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.transaction import Shell
from shared.delivery.tasks.checkpoint_writer import CheckpointWriter
from shared.programme.loading import published
from tests.catalogue.listing.events import granted, lifted, ordered
from tests.console.conftest import Console
from tests.console.lay import Standing, arriving


async def write_two_days(pool: asyncpg.Pool) -> Shell:
    """Granted and suspended on 10 March, sealed that day; reinstated on 11 March, sealed that day."""
    clock = Standing(datetime(2026, 3, 10, 9, tzinfo=UTC))
    shell = Shell("catalogue", pool, ActContext(clock, published(), FRANCE))
    await shell.perform(arriving(SERVICE.subscriptions, granted(), ordered("2026-03-10")))
    await checkpoint(pool, clock)
    clock.instant = datetime(2026, 3, 11, 9, tzinfo=UTC)
    await shell.perform(arriving(SERVICE.subscriptions, lifted("2026-03-11")))
    await checkpoint(pool, clock)
    return shell


async def checkpoint(pool: asyncpg.Pool, clock: Standing) -> list[Checkpoint]:
    """Checkpoint what is new."""
    async with pool.acquire() as conn:
        return await CheckpointWriter("catalogue", clock).write(conn)


async def told(console: Console, *words: str) -> list[str]:
    """What `journal verify` says of the catalogue."""
    output = (await console("journal", "verify", *words)).output
    return [line.strip() for line in output.splitlines() if line.strip()][3:-1]
