"""`referencement trace`, `parked` and `journal` on real databases."""

import asyncio
import os
from collections.abc import Awaitable, Callable

import pytest
from typer.testing import CliRunner, Result

from deploy.console.main import app
from shared.contracts.topics import SERVICES
from shared.persistence.connecting import connect
from tests.conftest import ServiceDatabase

UNKNOWN = "01890a5d-ac96-774b-bcce-b302099a8057"
Console = Callable[..., Awaitable[Result]]


@pytest.fixture
async def console(service_database: ServiceDatabase, monkeypatch: pytest.MonkeyPatch) -> Console:
    """Runs a command against five fresh databases; in a thread, as commands bring their own event loop."""
    for service in SERVICES:
        monkeypatch.setenv(f"{service.upper()}_DATABASE_URL", await service_database(service))
    return lambda *words: asyncio.to_thread(CliRunner().invoke, app, list(words))


async def test_an_unknown_dossier_is_said_to_be_unknown(console: Console) -> None:
    told = await console("trace", UNKNOWN)

    assert told.exit_code == 1
    assert "No service knows this dossier." in told.output


async def test_what_is_no_id_is_refused_with_an_example(console: Console) -> None:
    told = await console("trace", "dossier-7")

    assert told.exit_code == 2
    assert "'dossier-7' is no dossier id" in told.output


async def test_an_empty_line_has_nothing_parked(console: Console) -> None:
    assert (await console("parked", "list")).output == "Nothing is parked.\n"


async def test_an_empty_journal_verifies(console: Console) -> None:
    told = await console("journal", "verify")

    assert told.exit_code == 0
    assert told.output.splitlines() == [f"{service}: 0 entries, no faults" for service in SERVICES]


async def test_an_entry_written_by_hand_is_named(console: Console) -> None:
    await _forge_entry()

    told = await console("journal", "verify")

    assert told.exit_code == 1
    assert "decision: 1 entries, 1 faults" in told.output


async def _forge_entry() -> None:
    conn = await connect(os.environ["DECISION_DATABASE_URL"])
    await conn.execute(
        "INSERT INTO journal (aggregate, entry, at, door, act, rule, actor, roles, message, outcome, version, events, "
        "digest, previous, hash) VALUES ($1, 1, now(), 'http', 'grant_listing', 'D-08', 'nobody', '', '', 'performed', "
        "1, 'ListingGranted', '', '', '\\x00')",
        UNKNOWN,
    )
    await conn.close()
