"""One record for two aggregates: an admissible application opens an evaluation and calls for connection tests."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import asyncpg
import pytest

from services.evaluation.main import SERVICE as EVALUATION
from shared.calendar.france import FRANCE
from shared.contracts import envelope
from shared.contracts.registry import TYPES
from shared.contracts.vocabulary import Typology
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.messages import Record
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import open_pool
from shared.programme.loading import published
from tests.console.conftest import Console
from tests.console.lay import Standing, arriving, record
from tests.evaluation.builders import DOSSIER, a_service, admissible

OWN = ("evaluation",)
TYPE = "referencement.intake.ApplicationDeclaredAdmissible.v1"
BOTH = [("open_evaluation", "redrive"), ("require_connection_tests", "redrive")]


@pytest.fixture
async def shell(databases: dict[str, str]) -> AsyncIterator[Shell]:
    pool = await open_pool(databases["evaluation"], 3)
    clock = Standing(datetime(2024, 7, 1, 9, tzinfo=UTC))
    yield Shell("evaluation", pool, ActContext(clock, published(), FRANCE))
    await pool.close()


def lay() -> Record:
    return record(admissible("V02"), key=DOSSIER, offset=5)


async def performed(pool: asyncpg.Pool) -> list[tuple[str, str]]:
    rows = await pool.fetch("SELECT act, door FROM journal WHERE outcome = 'performed' ORDER BY act")
    return [tuple(row) for row in rows]


async def unread(shell: Shell, one: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record arrives at a version that does not know its type yet."""
    with monkeypatch.context() as version:
        version.delitem(TYPES, TYPE)
        await shell.perform(arriving(EVALUATION.subscriptions, one))


async def test_a_record_that_can_be_read_now_reaches_both(
    console: Console, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    await unread(shell, lay(), monkeypatch)

    done = await console("parked", "redrive", "--reason", "unknown_type", "--by", "op-1")

    assert done.exit_code == 0
    assert await performed(shell.pool) == BOTH
    assert await shell.pool.fetchval("SELECT count(*) FROM parked WHERE status = 'parked'") == 0


async def test_read_again_from_the_topic_after_that_it_is_known(
    console: Console, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = lay()
    await unread(shell, one, monkeypatch)
    await console("parked", "redrive", "--reason", "unknown_type", "--by", "op-1")

    await shell.perform(arriving(EVALUATION.subscriptions, one))

    assert await performed(shell.pool) == BOTH


async def test_read_again_from_the_topic_before_that_it_is_performed_once_too(
    console: Console, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = lay()
    await unread(shell, one, monkeypatch)
    await shell.perform(arriving(EVALUATION.subscriptions, one))

    done = await console("parked", "redrive", "--service", "evaluation", "--by", "op-1")

    assert done.exit_code == 0
    assert await performed(shell.pool) == BOTH


async def test_one_aggregate_that_cannot_be_stored_does_not_lose_the_other(
    console: Console, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "holds_nul", lambda _: False)  # the door sees a NUL; let it reach the database
    event = replace(admissible("V02"), service=replace(a_service(Typology.WITH_EXCHANGE), name="a\x00b"))
    await shell.perform(arriving(EVALUATION.subscriptions, record(event, key=DOSSIER)))
    refused = await shell.pool.fetchval("SELECT id::text FROM parked WHERE reason = 'value_refused'")

    await console("parked", "drop", refused, "--by", "op-1", "--reason", "will be filed again", "--then-redrive")

    assert await performed(shell.pool) == [("require_connection_tests", "redrive")]
