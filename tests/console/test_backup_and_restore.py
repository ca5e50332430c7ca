"""Scripts and commands of docs/operations/backup-and-restore.md: a database set back catches up and comes to rest."""

import os
import re
import shlex
import subprocess
from collections.abc import AsyncIterator, Mapping
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import asyncpg
import pytest

from deploy.local.databases import run_sql
from deploy.local.initdb import binaries
from deploy.local.stack import LocalStack
from services.catalogue.main import SERVICE as CATALOGUE
from shared.contracts.catalogue.listing import ListingPublished
from shared.contracts.vocabulary import DossierId, ListingId
from shared.delivery.shell.messages import Record
from shared.persistence.connecting import open_pool
from shared.persistence.migrating import migrate
from shared.persistence.rights import Accounts
from tests.builders import some_id
from tests.catalogue.listing.events import a_service
from tests.conftest import NewDatabase
from tests.console.conftest import Console
from tests.console.lay import record
from tests.console.lived import Lived
from tests.console.test_reconcile import settle
from tests.console.wires import publish

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "operations" / "backup-and-restore.md"
OWN = ("catalogue", "decision")
PASSWORD = r"p:@/%# é\"x"  # characters that addresses, shells or SQL escape
LOST = 244


def script(name: str, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    """As an operator would run it, with PostgreSQL's own tools."""
    environment = {"PATH": f"{binaries()}:{os.environ['PATH']}", **given}
    command = ["sh", str(ROOT / "deploy" / "backups" / name), *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
async def decision(databases: dict[str, str]) -> AsyncIterator[asyncpg.Pool]:
    pool = await open_pool(databases["decision"], 2)
    yield pool
    await pool.close()


@pytest.fixture
def page() -> Mapping[str, list[str]]:
    """The page's lines for `referencement`, written for intake and run for the catalogue."""
    found = re.findall(r"^ *referencement (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    lines = [shlex.split(line.replace("intake", "catalogue").replace("YOU", "op-1")) for line in found]
    return {" ".join(line): line for line in lines}


class Accounted:
    """A catalogue of its own with its three accounts, as the chart and compose make them."""

    def __init__(self, stack: LocalStack, name: str) -> None:
        self.name, self.stack = name, stack
        self.roles = [f"{name}_run", f"{name}_own", f"{name}_read"]
        literal = PASSWORD.replace("'", "''")
        roles = "".join(f"CREATE ROLE \"{role}\" LOGIN PASSWORD '{literal}';\n" for role in self.roles)
        run_sql(stack.administration_url(), f'{roles}ALTER DATABASE "{name}" OWNER TO "{self.roles[1]}";')

    @property
    def administration_url(self) -> str:
        return self.stack.administration_url(self.name)

    def address(self) -> str:
        place = urlsplit(self.administration_url)
        return f"postgresql://{place.hostname}:{place.port}{place.path}"

    def dumping(self, folder: Path) -> dict[str, str]:
        """What dump.sh is given: an address, and beside it the reading account with its password as it is."""
        return {
            "BACKUP_FOLDER": str(folder), "BACKUP_SERVICES": "catalogue",
            "CATALOGUE_READER_DATABASE_URL": self.address(), "CATALOGUE_READER_DATABASE_USER": self.roles[2],
            "CATALOGUE_READER_DATABASE_PASSWORD": PASSWORD,
        }  # fmt: skip

    def owners(self) -> str:
        """Who owns the schema and what is in it."""
        query = (
            "SELECT string_agg(DISTINCT pg_get_userbyid(owner), ' ') FROM (SELECT relowner AS owner FROM pg_class "
            "WHERE relnamespace = 'public'::regnamespace UNION SELECT nspowner FROM pg_namespace WHERE "
            "nspname = 'public' UNION SELECT proowner FROM pg_proc WHERE pronamespace = 'public'::regnamespace) AS o"
        )
        return run_sql(self.administration_url, query)

    def account(self, role: str) -> str:
        """The address with an account in it."""
        return self.address().replace("://", f"://{role}:{quote(PASSWORD, safe='')}@")

    def drop_roles(self) -> None:
        owned = "".join(f'DROP OWNED BY "{role}" CASCADE;\n' for role in self.roles)
        run_sql(self.administration_url, f'ALTER DATABASE "{self.name}" OWNER TO CURRENT_USER;\n{owned}')
        run_sql(self.stack.administration_url(), "".join(f'DROP ROLE "{role}";\n' for role in self.roles))


@pytest.fixture
async def accounted(fresh_database: NewDatabase, local_stack: LocalStack) -> AsyncIterator[Accounted]:
    made = Accounted(local_stack, urlsplit(fresh_database()).path.removeprefix("/"))
    running, owner, reader = made.roles
    await migrate(made.account(owner), CATALOGUE.migrations, Accounts(running, reader))
    yield made
    made.drop_roles()


@pytest.mark.parametrize("whose", ["owner", "administrator"])
def test_whoever_restores_it_a_database_is_its_owner_s_again_with_the_rights_of_all_accounts(
    accounted: Accounted, tmp_path: Path, whose: str
) -> None:
    dumped = script("dump.sh", **accounted.dumping(tmp_path))
    run_sql(
        accounted.administration_url, "CREATE TABLE public.of_a_later_version (id int); DROP TABLE listings CASCADE;"
    )
    account = {} if whose == "administrator" else {
        "CATALOGUE_OWNER_DATABASE_USER": accounted.roles[1], "CATALOGUE_OWNER_DATABASE_PASSWORD": PASSWORD
    }  # fmt: skip
    url = accounted.administration_url if whose == "administrator" else accounted.address()

    restored = script(
        "restore.sh", "catalogue", BACKUP_FOLDER=str(tmp_path), CATALOGUE_OWNER_DATABASE_URL=url, **account
    )

    assert (dumped.returncode, restored.returncode) == (0, 0), dumped.stderr + restored.stderr
    assert accounted.owners() == accounted.roles[1]
    rights = "SELECT has_table_privilege('{}', '{}', '{}')"
    for role, table, right, has in [
        (accounted.roles[0], "listings", "UPDATE", "t"), (accounted.roles[0], "journal", "UPDATE", "f"),
        (accounted.roles[2], "journal", "SELECT", "t"), (accounted.roles[2], "listings", "UPDATE", "f"),
    ]:  # fmt: skip
        assert run_sql(accounted.administration_url, rights.format(role, table, right)) == has
    assert run_sql(accounted.administration_url, "SELECT to_regclass('of_a_later_version')") == ""
    assert "append_only" in run_sql(accounted.administration_url, "SELECT tgname FROM pg_trigger")


def test_a_dump_that_breaks_off_changes_nothing(accounted: Accounted, tmp_path: Path) -> None:
    """Its table of contents is whole, its data end in the middle."""
    run_sql(
        accounted.administration_url,
        "CREATE TABLE large AS SELECT md5(n::text || random()::text) AS text FROM generate_series(1, 20000) AS n; "
        f'ALTER TABLE large OWNER TO "{accounted.roles[1]}"; GRANT SELECT ON large TO "{accounted.roles[2]}";',
    )
    assert script("dump.sh", **accounted.dumping(tmp_path)).returncode == 0
    [whole] = tmp_path.glob("catalogue-*.dump")
    whole.write_bytes(whole.read_bytes()[:-100_000])
    run_sql(accounted.administration_url, "DELETE FROM large WHERE text > '8'")
    before = run_sql(accounted.administration_url, "SELECT count(*) FROM large")

    done = script(
        "restore.sh",
        "catalogue",
        BACKUP_FOLDER=str(tmp_path),
        CATALOGUE_OWNER_DATABASE_URL=accounted.administration_url,
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1] == f"{whole} broke off: nothing was changed"
    assert run_sql(accounted.administration_url, "SELECT count(*) FROM large") == before
    assert run_sql(accounted.administration_url, "SELECT to_regclass('listings')") == "listings"


def test_what_cannot_be_dumped_fails_the_run_and_takes_no_other_dump_away(accounted: Accounted, tmp_path: Path) -> None:
    given = accounted.dumping(tmp_path) | {"BACKUP_SERVICES": "intake catalogue", "BACKUP_KEEP": "2"}
    given["INTAKE_READER_DATABASE_URL"] = accounted.address().replace(accounted.name, "nowhere")
    for day in ("20260301", "20260302", "20260303"):
        (tmp_path / f"catalogue-{day}T000000Z.dump").write_text("old")
        (tmp_path / f"intake-{day}T000000Z.dump").write_text("old")

    done = script("dump.sh", **given)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == "no dump of intake: its lines above say why"
    kept = sorted(file.name for file in tmp_path.iterdir())
    dumps = [name for name in kept if name.startswith("catalogue")]
    assert dumps[0] == "catalogue-20260303T000000Z.dump"
    assert len(dumps) == 2
    assert len([name for name in kept if name.startswith("intake")]) == 3
    assert PASSWORD not in done.stdout + done.stderr


def test_without_a_dump_or_for_a_service_that_is_none_nothing_is_touched(tmp_path: Path) -> None:
    none = script(
        "restore.sh", "catalogue", BACKUP_FOLDER=str(tmp_path), CATALOGUE_OWNER_DATABASE_URL="postgresql:///x"
    )
    strange = script("restore.sh", "billing", BACKUP_FOLDER=str(tmp_path))

    assert (none.returncode, strange.returncode) == (2, 2)
    assert "no dump of catalogue" in none.stderr
    assert "billing is none of intake" in strange.stderr


async def test_a_database_set_back_catches_up_and_what_is_left_is_accepted_in_one_line(  # it needs all of it
    console: Console, new_life: Lived, decision: asyncpg.Pool, databases: dict[str, str],
    page: Mapping[str, list[str]], tmp_path: Path,
) -> None:  # fmt: skip
    address = {"BACKUP_FOLDER": str(tmp_path), "BACKUP_SERVICES": "catalogue"}
    address |= {f"CATALOGUE_{who}_DATABASE_URL": databases["catalogue"] for who in ("READER", "OWNER")}
    await new_life.first_day()
    assert script("dump.sh", **address).returncode == 0
    await new_life.the_rest()
    before = await new_life.rows()
    await publish(new_life.brokers, [told(number) for number in range(LOST)])
    await settle(new_life, decision)

    restored = script("restore.sh", "catalogue", **address)
    set_back = await new_life.rows()
    codes = [(await console(*words)).exit_code for words in (
        page["migrate catalogue"], page["reconcile"], page["reconcile --repair --by op-1"], page["reconcile"],
    )]  # fmt: skip

    assert restored.returncode == 0, restored.stderr
    assert set_back != before
    assert await new_life.rows() == before
    assert codes == [0, 1, 1, 1]
    [accept] = [words for words in page.values() if words[:2] == ["reconcile", "accept"]]
    one_too_many = [str(LOST + 1) if word == str(LOST) else word for word in accept]
    assert (await console(*one_too_many)).exit_code == 2
    assert (await console(*accept)).output.splitlines()[-1] == f"{LOST} accepted"
    last = await console(*page["reconcile --by op-1"])
    assert (last.exit_code, last.output.splitlines()[-1]) == (0, "no gaps")
    assert "no faults" in (await console("journal", "verify")).output


def told(number: int) -> Record:
    """What the catalogue told of a listing that the backup does not know."""
    listing, dossier = ListingId(some_id(f"lost {number}")), DossierId(some_id(f"lost dossier {number}"))
    ends = {"published_on": date(2026, 3, 10), "ends_on": date(2027, 3, 10)}
    return record(ListingPublished(listing=listing, dossier=dossier, service=a_service(), **ends))
