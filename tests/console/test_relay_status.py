"""`referencement relay status` and `deadlines list` say what waits, for whom and why."""

import json
from datetime import UTC, datetime

import asyncpg
import pytest

from services.catalogue.main import SERVICE as CATALOGUE
from shared.base.locks import AdvisoryLock
from shared.calendar.france import FRANCE
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.transaction import Shell
from shared.programme.loading import published
from tests.catalogue.listing.events import DOSSIER, granted
from tests.console.conftest import Console
from tests.console.lay import Standing, arriving


@pytest.fixture
async def granted_once(catalogue: asyncpg.Pool) -> asyncpg.Pool:
    """One listing, granted and published on 10 March 2026."""
    clock = Standing(datetime(2026, 3, 10, 9, tzinfo=UTC))
    shell = Shell("catalogue", catalogue, ActContext(clock, published(), FRANCE))
    await shell.perform(arriving(CATALOGUE.subscriptions, granted()))
    return catalogue


async def test_rows_wait_by_topic_and_a_shard_that_nobody_holds_is_an_alarm(
    console: Console, granted_once: asyncpg.Pool
) -> None:
    said = await console("relay", "status", "--service", "catalogue", "--json")

    found = json.loads(said.output)
    assert said.exit_code == 1
    assert found["topics"] == {"referencement.catalogue.v1": 1, "referencement.listings.v1": 1}
    assert found["rows"] == 2
    assert found["unheld_shards"] == list(range(16))


async def test_the_backend_that_holds_shards_is_named(console: Console, granted_once: asyncpg.Pool) -> None:
    async with granted_once.acquire() as relay:
        pid = await relay.fetchval("SELECT pg_backend_pid()")
        for shard in range(16):
            await relay.execute("SELECT pg_advisory_lock($1, $2)", AdvisoryLock.RELAY_SHARD, shard)

        said = await console("relay", "status", "--service", "catalogue")

        assert said.exit_code == 0
        assert f"relay backend {pid} (" in said.output
        assert said.output.rstrip().endswith("shards 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15")
        await relay.execute("SELECT pg_advisory_unlock_all()")


async def test_a_deadline_is_listed_with_its_reckoning(console: Console, granted_once: asyncpg.Pool) -> None:
    said = (await console("deadlines", "list", "--kind", "expire_listing")).output

    assert said.splitlines() == [
        f"2027-03-10 00:00  catalogue expire_listing  dossier {DOSSIER}",
        "    validity · Starting point: 10 March 2026 · Length set by the programme: 12 months · "
        "Anniversary: 10 March 2027 · Last day: 9 March 2027",
    ]


async def test_an_overdue_deadline_is_marked(console: Console, granted_once: asyncpg.Pool) -> None:
    await granted_once.execute("UPDATE deadlines SET due_at = '2020-01-01' WHERE kind = 'remind_renewal'")

    said = (await console("deadlines", "list", "--before", "2021-01-01")).output

    assert said.startswith(f"2020-01-01 01:00 OVERDUE  catalogue remind_renewal  dossier {DOSSIER}\n")


async def test_deadlines_of_another_dossier_are_left_out(console: Console, granted_once: asyncpg.Pool) -> None:
    said = await console("deadlines", "list", "--dossier", "01890a5d-ac96-774b-bcce-b302099a8057")

    assert said.output == ""
