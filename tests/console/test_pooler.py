"""A pooler between a service and its database: session mode serves, anything else is named."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.console.config.checks.pooler_check import SESSION, UNSET, check_pooler
from shared.diagnosis.causes import cause_of
from shared.persistence.connecting import connect
from tests.conftest import NewDatabase
from tests.console.pooling import pgbouncer


@pytest.fixture
def folder() -> Iterator[Path]:
    """One that another account may read."""
    with tempfile.TemporaryDirectory(dir="/tmp") as made:
        yield Path(made)


async def told(dsn: str) -> list[str]:
    conn = await connect(dsn)
    try:
        return [one.told for one in await check_pooler(conn, "intake database", dsn)]
    finally:
        await conn.close()


async def test_without_a_pooler_nothing_is_wrong(fresh_database: NewDatabase) -> None:
    assert await told(fresh_database()) == []


async def test_session_pooling_serves_but_drops_our_settings(fresh_database: NewDatabase, folder: Path) -> None:
    with pgbouncer(fresh_database(), folder, "session") as dsn:
        assert await told(dsn) == [UNSET]


async def test_transaction_pooling_is_named(fresh_database: NewDatabase, folder: Path) -> None:
    with pgbouncer(fresh_database(), folder, "transaction") as dsn:
        assert SESSION in await told(dsn)


async def test_a_pooler_that_refuses_our_settings_is_named(fresh_database: NewDatabase, folder: Path) -> None:
    with (
        pgbouncer(fresh_database(), folder, "session", ignored="extra_float_digits") as dsn,
        pytest.raises(asyncpg.ProtocolViolationError) as refused,
    ):
        await connect(dsn)

    assert cause_of(refused.value).startswith("refuses our settings: a PgBouncer between needs pool_mode = session")
