"""Decision on a database of its own, and its HTTP endpoints in this process."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from services.decision.main import SERVICE
from shared.calendar.france import FRANCE
from shared.contracts.evaluation.connection_tests import ConnectionTestsRequired
from shared.contracts.vocabulary import DossierId
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.transaction import Shell
from shared.http.context import HttpContext
from shared.http.problem_pages import on_problem
from shared.http.problems import Problem
from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier
from shared.persistence.connecting import open_pool
from shared.persistence.read_pool import open_read_pool
from shared.programme.loading import published
from tests.builders import some_id
from tests.decision.decision_file.dossier import DOSSIER, a_report
from tests.decision.running import HandClock, Running, record

As = Callable[..., dict[str, str]]
UNREPORTED = DossierId(some_id("another dossier"))


@pytest_asyncio.fixture
async def decision(service_database: Callable[[str], Awaitable[str]]) -> AsyncIterator[Running]:
    """The shell of decision on an empty database at the head of its migrations; its clock stands on 10 March 2026."""
    clock = HandClock()
    dsn = await service_database("decision")
    pool = await open_pool(dsn, 4)
    yield Running(Shell("decision", pool, ActContext(clock, published(), FRANCE)), clock, dsn)
    await pool.close()


@pytest.fixture
def issuer(tmp_path: Path) -> LocalIssuer:
    return LocalIssuer(tmp_path)


@pytest.fixture
def by(issuer: LocalIssuer) -> As:
    """`by(Role.PUBLISHER, "org-1")`: the headers of someone's request."""
    numbers = iter(range(1000))

    def headers(role: Role, organisation: str | None = None) -> dict[str, str]:
        token = issuer.token("someone", [role], organisation)
        return {"authorization": f"Bearer {token}", "idempotency-key": f"key-{next(numbers):04}", "if-match": "*"}

    return headers


@pytest_asyncio.fixture
async def client(decision: Running, issuer: LocalIssuer) -> AsyncIterator[AsyncClient]:
    """Speaks to the routes of decision; one dossier's report was heard, and of another dossier only its tests."""
    await decision.hear(
        record(a_report(), DOSSIER, "report"),
        record(ConnectionTestsRequired(dossier=UNREPORTED), UNREPORTED, "required"),
    )
    reads = await open_read_pool(decision.dsn)
    app = FastAPI()
    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
    app.state.http_context = HttpContext(CommandQueue(decision.shell), decision.shell, verifier, reads)
    for router in SERVICE.routers:
        app.include_router(router)
    app.add_exception_handler(Problem, on_problem)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://decision") as speaking:
        yield speaking
    await reads.close()
