"""The embedded PostgreSQL is a real one: it keeps what it committed, whatever ends it."""

from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from deploy.local.databases import create_roles, run_sql
from deploy.local.postgres import Postgres, new_postgres


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    postgres = new_postgres(tmp_path_factory.mktemp("postgres"))
    try:
        postgres.start()
        yield postgres
    finally:
        postgres.stop()


async def test_what_was_committed_survives_a_kill(server: Postgres) -> None:
    connection = await asyncpg.connect(server.url())
    await connection.execute("CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")

    server.kill()
    server.start()

    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetchval("SELECT 1")
    connection.terminate()
    assert run_sql(server.url(), "SELECT id FROM kept") == "7"


def test_a_restart_keeps_the_port_and_the_password(server: Postgres) -> None:
    before = server.url()

    server.restart()

    assert server.url() == before
    assert run_sql(before, "SELECT 1") == "1"


def test_it_syncs_to_disk_unless_told_otherwise(server: Postgres) -> None:
    assert run_sql(server.url(), "SHOW fsync") == "on"


def test_two_hundred_connections_are_allowed(server: Postgres) -> None:
    assert run_sql(server.url(), "SHOW max_connections") == "200"


async def test_a_role_enters_its_own_database_and_no_other(server: Postgres) -> None:
    create_roles(server.url(), {"intake": "first", "decision": "second"})

    for role in ("intake", "intake_owner", "intake_reader"):
        own = await asyncpg.connect(f"postgresql://{role}:first@127.0.0.1:{server.port}/intake")
        allowed = await own.fetchval("SELECT has_schema_privilege('public', 'CREATE')")
        assert allowed is (role == "intake_owner")
        await own.close()
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await asyncpg.connect(f"postgresql://intake:first@127.0.0.1:{server.port}/decision")


async def test_roles_made_twice_keep_their_data_and_take_the_new_password(server: Postgres) -> None:
    create_roles(server.url(), {"catalogue": "old"})
    run_sql(server.url("catalogue"), "CREATE TABLE listing (id int)")

    create_roles(server.url(), {"catalogue": "new"})

    connection = await asyncpg.connect(f"postgresql://catalogue:new@127.0.0.1:{server.port}/catalogue")
    assert await connection.fetchval("SELECT to_regclass('listing')::text") == "listing"
    await connection.close()
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://catalogue:old@127.0.0.1:{server.port}/catalogue")


def test_a_lock_file_with_a_pid_that_another_process_has_now_does_not_block(server: Postgres, tmp_path: Path) -> None:
    server.kill()
    lock = server.data / "postmaster.pid"
    lock.write_text(lock.read_text().replace(lock.read_text().split("\n")[0], "1", 1))

    server.start()

    assert run_sql(server.url(), "SELECT 1") == "1"
