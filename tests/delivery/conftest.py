from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import asyncpg
import pytest
import sqlalchemy as sa

from deploy.local.stack import LocalStack
from shared.calendar.france import FRANCE
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.kafka.relay import Relay
from shared.delivery.kafka.sender import Sender
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import connect, engine_of, open_pool
from shared.programme.loading import published
from tests.delivery.desk import METADATA, NOTEBOOK, TABLES
from tests.delivery.relaying import NewRelay
from tests.topics import create_topic
from tests.waiting import eventually

_numbers = count(1)
LOCKS = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


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
    engine = engine_of(made, poolclass=sa.NullPool)
    async with engine.begin() as conn:
        await conn.run_sync(METADATA.create_all)
    await engine.dispose()
    return made


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    opened = await open_pool(dsn, 6)
    await opened.execute(f"TRUNCATE {', '.join(TABLES)}, positions RESTART IDENTITY")
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
    return Shell("intake", pool, ActContext(clock, published(), FRANCE))


@pytest.fixture
def other_shell(other_pool: asyncpg.Pool, clock: StillClock) -> Shell:
    """Another replica on the same database."""
    return Shell("intake", other_pool, ActContext(clock, published(), FRANCE))


@pytest.fixture
def scheduler(shell: Shell) -> Scheduler:
    return Scheduler(shell, (NOTEBOOK,))


@pytest.fixture
def other_scheduler(other_shell: Shell) -> Scheduler:
    return Scheduler(other_shell, (NOTEBOOK,))


@pytest.fixture
def broker(local_stack: LocalStack) -> str:
    return local_stack.bootstrap_servers


@pytest.fixture
async def topic(broker: str) -> str:
    name = f"delivery.relay.{next(_numbers)}"
    await create_topic(broker, name)
    return name


@pytest.fixture
async def new_relay(dsn: str, pool: asyncpg.Pool) -> AsyncIterator[NewRelay]:
    """A relay that sends to the brokers given, as another replica of the same service.

    Those of the test before are gone: a server lets go of a connection a moment after its client, and of its locks.
    """
    await eventually(lambda: pool.fetchval(LOCKS), lambda held: not held)
    senders: list[Sender] = []

    def new(bootstrap_servers: str) -> Relay:
        senders.append(Sender(bootstrap_servers, f"relay-{len(senders)}"))
        return Relay(lambda: connect(dsn), senders[-1])

    yield new
    for sender in senders:
        await sender.stop(flush=False)
