"""The running account adds to the journal and changes nothing there; not even the owner does by mistake."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from deploy.console.config.checks.rights_check import check_rights
from deploy.console.places import service_named
from deploy.local.databases import with_account, with_database
from deploy.local.stack import LocalStack
from shared.persistence.migrating import migrate
from shared.persistence.rights import Accounts
from tests.conftest import NewDatabase
from tests.console.conftest import Console, Environment
from tests.unguarded import unguard

CATALOGUE = service_named("catalogue")
ENTRY = (
    "INSERT INTO journal (entry, at, door, act, rule, actor, roles, message, outcome, version, events, digest, "
    "previous, hash) VALUES (0, now(), 'http', 'a', '', '', '', '', 'not_found', 0, '', '', '', '\\x01')"
)
CHANGES = [
    "UPDATE journal SET actor = 'somebody else'",
    "DELETE FROM journal",
    "TRUNCATE journal",
    "UPDATE seals SET root = ''",
    "DELETE FROM seals",
    "TRUNCATE seals",
    "UPDATE verifications SET faults = 0",
    "DELETE FROM verifications",
    "TRUNCATE verifications",
]
OF_OWNERS = [
    "ALTER TABLE journal DISABLE TRIGGER append_only",
    "DROP TRIGGER append_only ON journal",
    "CREATE TRIGGER mine BEFORE INSERT ON journal EXECUTE FUNCTION refuse_change()",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "CREATE RULE mine AS ON INSERT TO journal DO INSTEAD NOTHING",
    "ALTER TABLE journal ADD COLUMN mine text",
    "DROP TABLE journal",
    "CREATE TABLE mine (id int)",
    "SET session_replication_role = replica",
    "UPDATE alembic_version SET version_num = '0001'",
    "DELETE FROM listings",
    "TRUNCATE listings",
]


@pytest.fixture
async def migrated_dsn(fresh_database: NewDatabase, local_stack: LocalStack) -> str:
    """A database with three accounts; the address is its owner's."""
    dsn = fresh_database()
    await migrate(dsn, CATALOGUE.migrations, Accounts("catalogue", "catalogue_reader"))
    return dsn


def as_account(local_stack: LocalStack, dsn: str, account: str) -> str:
    """The same database under an account of the catalogue."""
    return with_account(with_database(local_stack.database_url("catalogue"), dsn.rpartition("/")[2]), account)


@pytest.fixture
async def running(migrated_dsn: str, local_stack: LocalStack) -> AsyncIterator[asyncpg.Connection]:
    conn = await asyncpg.connect(as_account(local_stack, migrated_dsn, "catalogue"))
    yield conn
    await conn.close()


@pytest.fixture
async def reading(migrated_dsn: str, local_stack: LocalStack) -> AsyncIterator[asyncpg.Connection]:
    conn = await asyncpg.connect(as_account(local_stack, migrated_dsn, "catalogue_reader"))
    yield conn
    await conn.close()


@pytest.mark.parametrize("statement", [*CHANGES, *OF_OWNERS])
async def test_the_running_account_is_refused(running: asyncpg.Connection, statement: str) -> None:
    await running.execute(ENTRY)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await running.execute(statement)

    assert await running.fetchval("SELECT count(*) FROM journal") == 1


@pytest.mark.parametrize(
    "statement", [*CHANGES, *OF_OWNERS, ENTRY, "UPDATE listings SET version = 9", "DELETE FROM inbox"]
)
async def test_the_reading_account_is_refused(reading: asyncpg.Connection, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await reading.execute(statement)


async def test_the_reading_account_reads_and_keeps_what_it_verified(reading: asyncpg.Connection) -> None:
    await reading.execute(
        "INSERT INTO verifications (verified_at, verified_by, seconds, entries, faults) "
        "VALUES (now(), 'nightly', 1, 0, 0)"
    )

    assert await reading.fetchval("SELECT count(*) FROM journal, verifications, listings, alembic_version") == 0


@pytest.mark.parametrize("statement", CHANGES)
async def test_a_trigger_stops_even_the_owner_until_it_is_taken_off(migrated_dsn: str, statement: str) -> None:
    owner = await asyncpg.connect(migrated_dsn)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="refused: its rows are only ever added"):
        await owner.execute(statement)
    await unguard(owner)

    await owner.execute(statement)

    await owner.close()


async def test_migrating_again_puts_rights_and_triggers_back(migrated_dsn: str, running: asyncpg.Connection) -> None:
    owner = await asyncpg.connect(migrated_dsn)
    await owner.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO catalogue; DROP TRIGGER append_only ON journal")
    await owner.close()

    await migrate(migrated_dsn, CATALOGUE.migrations, Accounts("catalogue", "catalogue_reader"))

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied for table journal"):
        await running.execute("DELETE FROM journal")
    assert await running.fetchval("SELECT count(*) FROM pg_trigger WHERE tgname = 'append_only'") == 7


async def test_config_check_names_an_account_that_may_too_much_or_too_little(
    migrated_dsn: str, local_stack: LocalStack
) -> None:
    running = as_account(local_stack, migrated_dsn, "catalogue")

    assert [one.line() for one in await check_rights(CATALOGUE, running)] == [
        "ok        catalogue account: catalogue adds to the journal and cannot change it"
    ]
    [owning] = [one.line() for one in await check_rights(CATALOGUE, migrated_dsn)]
    assert owning.startswith("doubtful  catalogue account postgres owns ")
    assert "may rewrite the journal: run services under an account of their own" in owning

    owner = await asyncpg.connect(migrated_dsn)
    await owner.execute("GRANT UPDATE ON journal TO catalogue; REVOKE INSERT ON seals FROM catalogue")
    await owner.execute("ALTER TABLE seals DISABLE TRIGGER append_only")
    await owner.close()

    said = [one.line() for one in await check_rights(CATALOGUE, running)]
    assert [line.split(":", 1)[0] for line in said] == [
        "doubtful  catalogue account catalogue may change journal",
        "wrong     catalogue account catalogue lacks rights on seals",
        "doubtful  catalogue account 1 of 7 triggers append_only are off",
    ]


async def test_one_account_for_all_still_works(fresh_database: NewDatabase) -> None:
    assert (await migrate(fresh_database(), CATALOGUE.migrations, Accounts("postgres", "postgres")))[0] is None


async def test_the_console_migrates_as_the_owner_and_grants_to_the_accounts_that_are_named(
    console: Console, fresh_database: NewDatabase, local_stack: LocalStack, environment: Environment
) -> None:
    dsn = fresh_database()
    environment("CATALOGUE_OWNER_DATABASE_URL", dsn)
    environment("CATALOGUE_DATABASE_URL", as_account(local_stack, dsn, "catalogue"))
    environment("CATALOGUE_READER_DATABASE_URL", as_account(local_stack, dsn, "catalogue_reader"))

    assert (await console("migrate", "catalogue")).exit_code == 0
    said = await console("journal", "verify", "--service", "catalogue", "--by", "nightly")

    assert said.output == "catalogue: 0 entries, 0 sealed, no faults\n"
    owner = await asyncpg.connect(dsn)
    assert await owner.fetchval("SELECT has_table_privilege('catalogue', 'journal', 'INSERT')")
    assert not await owner.fetchval("SELECT has_table_privilege('catalogue', 'journal', 'UPDATE')")
    await owner.close()
