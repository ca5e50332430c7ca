"""The console against five fresh databases, and the deliveries of a service brought about by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from deploy.console.main import app
from deploy.local.stack import LocalStack
from shared.calendar.france import FRANCE
from shared.contracts.topics import SERVICES
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import open_pool
from shared.programme.loading import published
from tests.conftest import NewDatabase, ServiceDatabase
from tests.console.lay import Standing
from tests.console.lived import Lived
from tests.console.wires import empty_topics, noon
from tests.unguarded import unguard

Console = Callable[..., Awaitable[Result]]
Environment = Callable[[str, str], None]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Environment:
    """Sets a variable for the test: a wide screen, and no line of this machine but the one that is named."""
    monkeypatch.setenv("REFERENCEMENT_ROOT", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "250")
    return monkeypatch.setenv


@pytest.fixture(scope="session")
async def untouched(migrated: ServiceDatabase, session_database: NewDatabase) -> dict[str, str]:
    """Five databases in which nothing ever happens."""
    return {service: session_database(template=await migrated(service)) for service in SERVICES}


@pytest.fixture
async def databases(
    untouched: dict[str, str],
    service_database: ServiceDatabase,
    local_stack: LocalStack,
    environment: Environment,
    request: pytest.FixtureRequest,
) -> dict[str, str]:
    """Five databases, as the environment names them to the console; those in the module's OWN are of one's own."""
    own = getattr(request.module, "OWN", ("catalogue",))
    made = untouched | {service: await service_database(service) for service in own}
    for service, dsn in made.items():
        environment(f"{service.upper()}_DATABASE_URL", dsn)
    environment("KAFKA_BOOTSTRAP_SERVERS", local_stack.bootstrap_servers)
    return made


@pytest.fixture
def console(databases: dict[str, str]) -> Console:
    """Runs a command; in a thread, as commands bring their own event loop."""
    return lambda *words: asyncio.to_thread(CliRunner().invoke, app, list(words))


@pytest.fixture
async def catalogue(databases: dict[str, str]) -> AsyncIterator[asyncpg.Pool]:
    """The catalogue's database."""
    pool = await open_pool(databases["catalogue"], 6)
    yield pool
    await pool.close()


@pytest.fixture
async def written(catalogue: asyncpg.Pool) -> asyncpg.Pool:
    """The catalogue with a journal of two days: one listing, three entries, two seals; nobody guards it."""
    from tests.console.journaled import write_two_days  # noqa: PLC0415  (it needs the types of this file)

    await write_two_days(catalogue)
    await unguard(catalogue)
    return catalogue


@pytest.fixture
async def new_life(catalogue: asyncpg.Pool, local_stack: LocalStack, environment: Environment, tmp_path: Path) -> Lived:
    """The catalogue on empty topics, before its first day."""
    file = tmp_path / "clock"
    await empty_topics(local_stack.bootstrap_servers)
    environment("CLOCK_FILE", str(file))
    clock = Standing(noon(file, "2026-03-10"))
    shell = Shell("catalogue", catalogue, ActContext(clock, published(), FRANCE))
    return Lived(catalogue, shell, clock, file, local_stack.bootstrap_servers)
