"""The console against five fresh databases, and the deliveries of a service brought about by hand."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from deploy.console.main import app
from deploy.local.stack import LocalStack
from shared.contracts.topics import SERVICES
from shared.persistence.connecting import open_pool
from tests.conftest import ServiceDatabase

Console = Callable[..., Awaitable[Result]]


@pytest.fixture
async def databases(
    service_database: ServiceDatabase, monkeypatch: pytest.MonkeyPatch, local_stack: LocalStack, tmp_path: Path
) -> dict[str, str]:
    """Five fresh databases, as the environment names them to the console."""
    made = {service: await service_database(service) for service in SERVICES}
    for service, dsn in made.items():
        monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", dsn)
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", local_stack.bootstrap_servers)
    monkeypatch.setenv("REFERENCEMENT_ROOT", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "250")
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
