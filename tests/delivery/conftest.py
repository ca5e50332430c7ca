from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from shared.calendar.france import FRANCE
from shared.delivery.scheduler import Scheduler
from shared.delivery.shell import Shell, World
from shared.persistence.connecting import open_pool, sqlalchemy_url
from shared.programme.loading import published
from tests.delivery.desk import METADATA, NOTEBOOK, TABLES


class StillClock:
    """Stands still until a test moves it."""

    steady = True

    def __init__(self) -> None:
        self.at = datetime(2026, 3, 10, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def advance(self, **by: float) -> None:
        self.at += timedelta(**by)


@pytest.fixture(scope="session")
async def dsn(session_database: Callable[..., str]) -> str:
    """One database for all these tests; `pool` empties it."""
    made = session_database()
    engine = create_async_engine(sqlalchemy_url(made), poolclass=sa.NullPool)
    async with engine.begin() as conn:
        await conn.run_sync(METADATA.create_all)
    await engine.dispose()
    return made


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    opened = await open_pool(dsn, 6)
    await opened.execute(f"TRUNCATE {', '.join(TABLES)} RESTART IDENTITY")
    yield opened
    await opened.close()


@pytest.fixture
async def other_pool(pool: asyncpg.Pool, dsn: str) -> AsyncIterator[asyncpg.Pool]:
    opened = await open_pool(dsn, 6)
    yield opened
    await opened.close()


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def shell(pool: asyncpg.Pool, clock: StillClock) -> Shell:
    return Shell("intake", pool, World(clock, published(), FRANCE))


@pytest.fixture
def other_shell(other_pool: asyncpg.Pool, clock: StillClock) -> Shell:
    """Another replica on the same database."""
    return Shell("intake", other_pool, World(clock, published(), FRANCE))


@pytest.fixture
def scheduler(shell: Shell) -> Scheduler:
    return Scheduler(shell, (NOTEBOOK,))


@pytest.fixture
def other_scheduler(other_shell: Shell) -> Scheduler:
    return Scheduler(other_shell, (NOTEBOOK,))
