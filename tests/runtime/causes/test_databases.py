"""One cause, one sentence: of databases that are away, refuse us, are full, behind, ahead, or have another clock."""

import shutil
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import pytest

from deploy.console.config.checks.database_check import check_database
from deploy.console.places import service_named
from deploy.local.ports import free_port
from tests.conftest import ServiceDatabase
from tests.runtime.causes.outlets import AWAY, EXPIRED, FULL, UNKNOWN, Outlets
from tests.runtime.refusing import refusing_database
from tests.runtime.tls import Shown, listening

Made = Callable[[AsyncExitStack, Shown], Awaitable[str]]


async def no_password(stack: AsyncExitStack, _: Shown) -> str:
    port = await stack.enter_async_context(refusing_database("28P01", "password authentication failed"))
    return f"postgresql://a:b@127.0.0.1:{port}/c"


async def no_room(stack: AsyncExitStack, _: Shown) -> str:
    port = await stack.enter_async_context(refusing_database("53100", "could not extend file"))
    return f"postgresql://a:b@127.0.0.1:{port}/c"


async def nobody(*_: object) -> str:
    return f"postgresql://a:b@127.0.0.1:{free_port()}/c"


async def nowhere(*_: object) -> str:
    return "postgresql://a:b@database.invalid/c"


async def over(stack: AsyncExitStack, shown: Shown) -> str:
    port = await stack.enter_async_context(listening(shown, asked_first=True))
    return f"postgresql://a:b@127.0.0.1:{port}/c?sslmode=verify-full&sslrootcert={shown.file}"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (no_password, "refuses the password: put the right one into DATABASE_URL and restart"),
        (no_room, FULL), (nobody, AWAY), (nowhere, UNKNOWN), (over, EXPIRED),
    ],
)  # fmt: skip
async def test_of_a_database(made: Made, words: str, outlets: Outlets, opened: AsyncExitStack, expired: Shown) -> None:
    dsn = await made(opened, expired)
    outlets.environment(DATABASE_URL=dsn)

    ready = [one for one in await outlets.readiness() if one.startswith("database ")]
    status = outlets.pod_status
    (finding,) = await check_database(service_named("catalogue"), dsn)
    (job,) = await outlets.job("migrate", "catalogue")

    assert ready == [f"database {words}"]
    assert status == [f"catalogue database {words}"]
    assert finding.line() == f"wrong     catalogue database {words}"
    assert job.startswith(f"catalogue database {words} (")


@pytest.mark.parametrize(
    ("at", "oldest_able", "words"),
    [
        (None, None, "has no tables: run `referencement migrate catalogue`"),
        ("0001", None, "is at migration 0001, this version needs {head}: run `referencement migrate catalogue`"),
        ("9999", None, "is at migration 9999, ahead of {head}: an upgrade is under way, or was taken back; finish it"),
        (
            "9999",
            "9998",
            "is at migration 9999, too far ahead for this version, which is of {head}: roll out one of 9998 or newer, "
            "or restore (docs/operations/upgrade.md)",
        ),
    ],
)
async def test_of_a_database_behind_or_ahead(
    at: str | None,
    oldest_able: str | None,
    words: str,
    outlets: Outlets,
    service_database: ServiceDatabase,
    fresh_database: Callable[..., str],
) -> None:
    dsn = await service_database("catalogue") if at else fresh_database()
    head = await _put_at(dsn, at, oldest_able) if at else ""
    outlets.environment(DATABASE_URL=dsn, CATALOGUE_DATABASE_URL=dsn)

    ready = [one for one in await outlets.readiness() if one.startswith("database ")]
    found = [one.line() for one in await check_database(service_named("catalogue"), dsn)]

    assert ready == [f"database {words.format(head=head)}"]
    assert any(line.endswith(f"catalogue database {words.format(head=head)}") for line in found)
    if at is None:
        assert await outlets.job("parked", "list", "--service", "catalogue") == [f"catalogue database {words}"]


async def _put_at(dsn: str, at: str, oldest_able: str | None) -> str:
    conn = await asyncpg.connect(dsn)
    head: str = await conn.fetchval("SELECT version_num FROM alembic_version")
    await conn.execute("UPDATE alembic_version SET version_num = $1, oldest_able = $2", at, oldest_able)
    await conn.close()
    return head


async def test_of_clocks_that_differ(outlets: Outlets, service_database: ServiceDatabase) -> None:
    dsn = await service_database("catalogue")
    outlets.environment(DATABASE_URL=dsn)
    ahead = time.time() + 3600.4 - time.monotonic()
    outlets.patch.setattr(time, "time", lambda: ahead + time.monotonic())

    ready = [one for one in await outlets.readiness() if "clock" in one]
    found = [one.line() for one in await check_database(service_named("catalogue"), dsn) if "clock" in one.told]

    words = "database has a clock -3600 s apart from this one: let a time service keep both"
    assert (ready, found) == ([words], [f"doubtful  catalogue {words}"])


async def test_of_a_full_volume_of_documents(
    outlets: Outlets, service_database: ServiceDatabase, tmp_path: Path
) -> None:
    outlets.environment(
        DATABASE_URL=await service_database("intake"), TRACKING_SECRET="x" * 32, DOCUMENT_FOLDER=str(tmp_path / "kept")
    )
    kept = service_named("intake")
    assert kept.causes
    assert await kept.causes(kept.settings()) == []
    full = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    outlets.patch.setattr("services.intake.wallet.storage.folder.shutil.disk_usage", lambda _: full)

    ready = [one for one in await outlets.readiness("intake") if "documents" in one]
    found = await kept.causes(kept.settings())

    assert ready == list(found) == [f"store of documents {FULL}"]


async def test_a_pod_that_is_well_says_nothing_of_its_end(outlets: Outlets, service_database: ServiceDatabase) -> None:
    outlets.message.write_text("catalogue database is not there\n")
    outlets.environment(DATABASE_URL=await service_database("catalogue"))

    await outlets.readiness()

    assert outlets.pod_status == []
