"""What is away: the caller is told to come again, nothing is half done, and all goes on without a restart."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.local.databases import run_sql
from deploy.local.stack import LocalStack
from shared.identity.refusal import IdentityUnavailable
from tests.builders import DESK, PUBLISHER
from tests.http.hosting import Desk, problem
from tests.intake.application.test_line import PRIOR_REQUEST


@contextmanager
def database_away(local_stack: LocalStack, name: str) -> Iterator[None]:
    """Nobody may connect, and whoever was connected is thrown out."""
    run_sql(local_stack.administration_url(), f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    run_sql(
        local_stack.administration_url(),
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    try:
        yield
    finally:
        run_sql(local_stack.administration_url(), f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


@pytest.fixture
async def database(desk: Desk) -> str:
    found: str = await desk.pool.fetchval("SELECT current_database()")
    return found


async def test_without_database_commands_and_reads_are_told_to_come_again_and_then_succeed(
    desk: Desk, local_stack: LocalStack, database: str
) -> None:
    await desk.done(PUBLISHER, "/dossiers", PRIOR_REQUEST)
    with database_away(local_stack, database):
        command = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="while-away")
        read = await desk.get(DESK, "/dossiers")
        ready = (await desk.inside("/readyz")).json()

    assert problem(command) == problem(read) == (503, "unavailable")
    assert command.headers["retry-after"] == read.headers["retry-after"] == "2"
    assert ready["lacking"][0].startswith("database ")

    again = await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST, idempotency_key="while-away")
    assert (again.status_code, again.headers.get("idempotency-replayed")) == (201, None)
    assert len((await desk.get(DESK, "/dossiers")).json()["applications"]) == 2


async def test_a_doubtful_token_is_refused_also_while_the_database_is_away(
    desk: Desk, local_stack: LocalStack, database: str
) -> None:
    with database_away(local_stack, database):
        response = await desk.post(None, "/dossiers", PRIOR_REQUEST)

    assert problem(response) == (401, "token_refused")


async def test_without_identity_provider_nobody_is_let_in_nor_sent_away_for_good(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise IdentityUnavailable

    monkeypatch.setattr(type(desk.doors.verifier), "verify", away)

    assert problem(await desk.post(PUBLISHER, "/dossiers", PRIOR_REQUEST)) == (503, "identity_unavailable")
    assert problem(await desk.get(DESK, "/dossiers")) == (503, "identity_unavailable")
    assert await desk.stored() == []
