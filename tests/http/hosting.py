"""A service put together as in production and spoken to over HTTP, on a real database; its clock is the test's."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from pydantic import PostgresDsn, SecretStr

from services.intake.main import SERVICE
from services.intake.resources import close
from services.intake.settings import IntakeSettings
from shared.base.progress import Progress
from shared.delivery.shell.transaction import Shell
from shared.http.context import HttpContext
from shared.identity.actor import Actor
from shared.identity.local_issuer import LocalIssuer
from shared.runtime.wiring import Parts, wire
from tests.builders import at
from tests.unguarded import unguard

_keys = itertools.count(1)
LARGEST_DOCUMENT = 1_000_000
CHANGED_BY_COMMANDS = {
    "applications": "id, state, version, events, body",
    "documents": "id, state, version, events, body",
    "outbox": "id",
    "deadlines": "aggregate, kind, due_at",
    "inbox": "message",
    "parked": "id",
}


@dataclass
class HandClock:
    """Stands until a test sets it."""

    instant: datetime
    steady: bool = True

    def now(self) -> datetime:
        return self.instant


@dataclass
class Desk:
    """Intake, behind its doors."""

    client: httpx.AsyncClient
    parts: Parts
    issuer: LocalIssuer
    clock: HandClock

    @property
    def shell(self) -> Shell:
        return self.parts.scheduler.shell

    @property
    def doors(self) -> HttpContext:
        app: Any = self.parts.server.config.app
        found: HttpContext = app.state.http_context
        return found

    @property
    def pool(self) -> asyncpg.Pool:
        return self.parts.pool

    def on(self, day: str, hour: int = 10) -> None:
        """It is that day, at that hour in Paris."""
        self.clock.instant = at(day, hour=hour).at

    def token(self, who: Actor) -> str:
        return self.issuer.token(who.id, who.roles, who.organisation)

    async def post(
        self,
        who: Actor | None,
        path: str,
        body: Any = None,  # noqa: ANN401
        *,
        content: bytes | AsyncIterator[bytes] | None = None,
        **headers: str,
    ) -> httpx.Response:
        """Send a command: with a key of its own and any version, unless headers say otherwise (`if_match="3"`)."""
        sent = {"idempotency-key": f"command-{next(_keys):05d}", "if-match": "*", "content-type": "application/json"}
        if who:
            sent["authorization"] = f"Bearer {self.token(who)}"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {name: value for name, value in sent.items() if value}
        if content is not None:
            return await self.client.post(path, content=content, headers=sent)
        return await self.client.post(path, json={} if body is None else body, headers=sent)

    async def inside(self, path: str) -> httpx.Response:
        """What the private port answers, freshly measured."""
        app: Any = self.parts.internal.config.app
        if path == "/metrics":
            await self.parts.scrapes.measure()
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://intake") as client:
            return await client.get(path)

    async def get(self, who: Actor | None, path: str) -> httpx.Response:
        return await self.client.get(path, headers={"authorization": f"Bearer {self.token(who)}"} if who else {})

    async def done(self, who: Actor, path: str, body: Any = None) -> dict[str, Any]:  # noqa: ANN401
        """Send a command that must be performed; give the answer."""
        response = await self.post(who, path, body)
        assert response.is_success, response.text
        answer: dict[str, Any] = response.json()
        return answer

    async def emptied(self) -> None:
        """Forget all that was stored, and how often who asked."""
        self.doors.rates.forget()
        await self.pool.expire_connections()  # the test before may have thrown them out
        await unguard(self.pool)
        await self.pool.execute(f"TRUNCATE {', '.join(SERVICE.metadata.tables)} RESTART IDENTITY")

    async def time_passes(self) -> None:
        """Every deadline that is due fires."""
        while (await self.parts.scheduler.fire_due())[0]:
            pass

    async def journal(self) -> list[tuple[str, str, str]]:
        """Act, actor and outcome of every entry, oldest first."""
        rows = await self.pool.fetch("SELECT act, actor, outcome FROM journal ORDER BY id")
        return [tuple(row) for row in rows]

    async def stored(self) -> list[str]:
        """All that a command can change, but for the journal and what an aggregate's row knows of it."""
        found = []
        for table, columns in CHANGED_BY_COMMANDS.items():
            rows = await self.pool.fetch(f"SELECT ({columns})::text FROM {table} ORDER BY 1")
            found += [f"{table} {row[0]}" for row in rows]
        return found

    async def told(self) -> list[str]:
        """Types of the events that wait in the outbox, oldest first."""
        rows = await self.pool.fetch("SELECT headers FROM outbox ORDER BY id")
        return [bytes(row["headers"]).split(b"referencement.intake.")[1].split(b".v1")[0].decode() for row in rows]


def problem(response: httpx.Response) -> tuple[int, str]:
    """Status and code of a problem that is whole."""
    told = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert told["type"] == f"urn:referencement:problem:{told['code']}"
    assert told["status"] == response.status_code
    assert told["title"] and told["what_to_do"]
    return response.status_code, told["code"]


@asynccontextmanager
async def intake_hosted(dsn: str, directory: Path) -> AsyncIterator[Desk]:
    """Intake on that database, on 2 March 2026; no broker is there."""
    issuer, clock = LocalIssuer(directory), HandClock(at("2026-03-02").at)
    settings = IntakeSettings(
        database_url=PostgresDsn(dsn), kafka_bootstrap_servers="127.0.0.1:1", identity_jwks=issuer.jwks_uri,
        identity_issuer=issuer.issuer, tracking_secret=SecretStr("x" * 32), demonstration=True,
        document_folder=directory / "documents", document_max_bytes=LARGEST_DOCUMENT,
    )  # fmt: skip
    parts = await wire(SERVICE, settings, Progress())
    shell = parts.scheduler.shell
    shell.context = replace(shell.context, clock=clock)
    app: Any = parts.server.config.app
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://intake") as client:
            yield Desk(client, parts, issuer, clock)
    finally:
        await close(app)
        await parts.sender.stop()
        await parts.reads.close()
        await parts.pool.close()
