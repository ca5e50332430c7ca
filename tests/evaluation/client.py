"""Evaluation behind its HTTP routes, on a database of its own."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.evaluation.main import SERVICE
from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.transaction import Shell
from shared.http.context import HttpContext
from shared.http.problem_pages import on_problem
from shared.http.problems import Problem
from shared.identity.actor import Actor
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier
from shared.persistence.read_pool import open_read_pool
from tests.conftest import ServiceDatabase
from tests.evaluation.builders import DOSSIER, OTHER_DOSSIER, admissible, of_dossier
from tests.evaluation.hosting import a_shell, arrive, found, record

WHERE = f"/evaluations/{DOSSIER}"
ASSIGNMENT = {"lead": "eva-1", "reviewer": "eva-2", "no_interest_declared": True}
SEC_07 = {"corrections": {"SEC-07": {"state": "non_compliant", "reason": "Not on the phone."}}}
Answer = tuple[int, dict[str, Any]]


class Client:
    """Asks the service over HTTP, in this process."""

    def __init__(self, http: httpx.AsyncClient, issuer: LocalIssuer, shell: Shell) -> None:
        self.http, self.issuer, self.shell, self.sent = http, issuer, shell, 0

    async def get(self, who: Actor, path: str) -> Answer:
        answer = await self.http.get(path, headers=self.identity(who))
        return answer.status_code, answer.json()

    async def post(self, who: Actor, path: str, body: object = None, *, match: str = "*") -> Answer:
        self.sent += 1
        headers = {**self.identity(who), "idempotency-key": f"command-{self.sent}", "if-match": match}
        answer = await self.http.post(path, headers=headers, json=body or {})
        return answer.status_code, answer.json()

    async def journaled(self, act: str) -> list[bytes]:
        """The digests that the journal keeps of what an act froze."""
        return [
            bytes.fromhex(row[0]) for row in await found(self.shell, f"SELECT frozen FROM journal WHERE act = '{act}'")
        ]

    def identity(self, who: Actor) -> dict[str, str]:
        return {"authorization": f"Bearer {self.issuer.token(who.id, who.roles, who.organisation)}"}


@pytest.fixture
async def client(service_database: ServiceDatabase, tmp_path: Path) -> AsyncIterator[Client]:
    """The application with exchange V02, and another without, V01, have arrived."""
    dsn, issuer = await service_database("evaluation"), LocalIssuer(tmp_path)
    reads = await open_read_pool(dsn)
    async with a_shell(dsn) as shell:
        await arrive(shell, record(admissible("V02"), "one"))
        await arrive(shell, record(of_dossier(OTHER_DOSSIER, admissible("V01")), "other", 1))
        app = FastAPI()
        verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
        app.state.http_context = HttpContext(CommandQueue(shell), shell, verifier, reads)
        app.add_exception_handler(Problem, on_problem)
        for router in SERVICE.routers:
            app.include_router(router)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://evaluation") as http:
            yield Client(http, issuer, shell)
    await reads.close()
