"""From the databases that 0.1.0 left: nothing is lost, journals verify, and what was under way goes on."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from typer.testing import CliRunner

from deploy.console.main import app
from deploy.console.places import service_named
from deploy.demo.driving import Drive
from deploy.demo.reading import read_dossiers
from deploy.oracle.ledger import Ledger
from shared.contracts.topics import SERVICES
from shared.persistence.migrating import migrate
from shared.persistence.revision import head
from shared.programme.loading import published
from tests.conftest import NewDatabase
from tests.upgrades.left import Left, last_act
from tests.upgrades.record import rows
from tests.upgrades.together import Inside, together

FOLDER = Path(__file__).with_name("from_0_1_0")
HEADS = {"intake": "0006", "evaluation": "0006", "decision": "0005", "catalogue": "0005", "surveillance": "0005"}
WALK: dict[str, Any] = json.loads((FOLDER / "walk.json").read_text("utf-8"))
EMPTY = {"surveillance": {"deadlines"}}
WRITTEN_ANEW = {"search", "sorting", "version_num", "oldest_able"}
"""Columns that the migrations write anew: those of the search, and where the database is."""


def left(service: str) -> Left:
    return Left(FOLDER, service)


@pytest.mark.parametrize("service", SERVICES)
def test_0_1_0_left_rows_in_every_table(service: str) -> None:
    assert left(service).head == HEADS[service]
    assert {table for table, there in left(service).rows.items() if not there} <= {"outbox"} | EMPTY.get(service, set())


def test_0_1_0_left_an_event_unsent_and_dossiers_at_every_stage() -> None:
    assert len(left("intake").rows["outbox"]) > 0
    assert {"filed", "submitted", "admissible", "evaluated", "opined", "published", ""} == set(WALK["stops"])


@pytest.mark.parametrize("service", SERVICES)
async def test_every_row_is_kept_and_every_state_can_be_read(service: str, fresh_database: NewDatabase) -> None:
    before, dsn = left(service), fresh_database()
    shape = await before.restore(dsn)
    migrations = service_named(service).migrations

    moved = await migrate(dsn, migrations)

    after, _ = await rows(dsn)
    assert shape == before.shape, "a migration that 0.1.0 had is no longer what it was"
    assert moved == (HEADS[service], head(migrations))
    assert {table: lost for table, there in before.rows.items() if (lost := gone(there, after[table]))} == {}
    for kind in service_named(service).aggregates:
        bodies = [json.dumps(row["body"]) for row in after[kind.table.name]]
        assert bodies
        assert [kind.decode(body).state for body in bodies] == [row["state"] for row in after[kind.table.name]]


def gone(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of before that are no longer there, by the columns that they had."""
    names = set(before[0]) - WRITTEN_ANEW if before else set()

    def known(row: dict[str, Any]) -> str:
        return json.dumps({name: row.get(name) for name in names}, sort_keys=True)

    there = {known(row) for row in after}
    return [row for row in before if known(row) not in there]


async def test_what_was_under_way_walks_to_its_end_and_the_journals_verify(
    fresh_database: NewDatabase, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    databases = {service: fresh_database() for service in SERVICES}
    for service, dsn in databases.items():
        await left(service).restore(dsn)
        await migrate(dsn, service_named(service).migrations)
        monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", dsn)
    acts = await entries(databases)

    found = await console("journal", "verify")
    assert [line.partition(" entries")[0] for line in found if "no faults" in line] == [
        f"{service}: {count}" for service, count in acts.items()
    ]
    assert any("not covered" in line for line in found)
    await console("journal", "cover", "--by", "operator")
    covered = await entries(databases)

    drive = await walked(databases, tmp_path)

    assert [(one.dossier.service.name, one.fault) for one in drive.journeys if one.fault] == []
    assert [one.rested for one in drive.journeys] == [one.foreseen.outcome for one in drive.journeys]
    assert drive.ledger.replays > len(drive.journeys)
    performed = {service: count - covered[service] for service, count in (await entries(databases)).items()}
    assert min(performed.values()) > 0
    assert not any("not covered" in line for line in await console("journal", "verify"))


async def walked(databases: Mapping[str, str], folder: Path) -> Drive:
    """The same walk with the same keys: what 0.1.0 performed is answered again, the rest is performed now."""
    today = date.fromisoformat(WALK["today"])
    programme = published().in_force_on(today)
    now = max([await last_act(dsn) for dsn in databases.values()]) + timedelta(minutes=1)
    async with together(databases, folder, now) as line:
        drive = Drive(
            line, read_dossiers(FOLDER / "dossiers.jsonl", programme, today), programme, today,
            key=WALK["key"], at_most=4, through_the_year=False, tally=Inside(line.sites), ledger=Ledger(),
        )  # fmt: skip
        await drive.run()
    return drive


async def console(*words: str) -> list[str]:
    """A command that comes out well; in a thread, for it brings its own event loop."""
    told = await asyncio.to_thread(CliRunner().invoke, app, list(words))
    assert told.exit_code == 0, told.output
    return [line.strip() for line in told.output.splitlines()]


async def entries(databases: Mapping[str, str]) -> dict[str, int]:
    """Entries of each journal."""
    found = {}
    for service, dsn in databases.items():
        conn = await asyncpg.connect(dsn)
        found[service] = await conn.fetchval("SELECT count(*) FROM journal")
        await conn.close()
    return found
