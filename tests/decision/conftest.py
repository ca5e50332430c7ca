"""Decision on a database of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest_asyncio

from shared.calendar.france import FRANCE
from shared.delivery.shell import Shell, World
from shared.persistence.connecting import open_pool
from shared.programme.loading import published
from tests.decision.running import HandClock, Running


@pytest_asyncio.fixture
async def decision(service_database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Running]:
    """The shell of decision on an empty database at the head of its migrations; its clock stands on 10 March 2026."""
    clock = HandClock()
    dsn = await service_database("decision")
    pool = await open_pool(dsn, 4)
    yield Running(Shell("decision", pool, World(clock, published(), FRANCE)), clock, dsn)
    await pool.close()
