"""Surveillance in this process on a real database: HTTP door, subscriptions, deadlines, a clock that stands."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import msgspec
from fastapi import FastAPI

from services.surveillance.main import SERVICE
from shared.calendar.france import FRANCE
from shared.contracts.envelope import Envelope, Headers, encode
from shared.contracts.registry import wire_of
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.messages import Outcome, Record
from shared.delivery.shell.transaction import Shell
from shared.http.context import HttpContext
from shared.http.problem_pages import on_problem
from shared.http.problems import Problem
from shared.identity.actor import Actor
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier
from shared.persistence.connecting import open_pool
from shared.persistence.read_pool import open_read_pool
from shared.programme.loading import published
from tests.builders import at, some_id

Answer = tuple[int, dict[str, Any]]


@dataclass
class StandingClock:
    """Stands until a test sets it."""

    instant: datetime
    steady: bool = False

    def now(self) -> datetime:
        return self.instant


@dataclass
class Site:
    """What a test speaks to."""

    client: httpx.AsyncClient
    shell: Shell
    issuer: LocalIssuer
    clock: StandingClock
    sent: int = 0

    def on(self, day: str) -> None:
        """It is that day, ten in the morning."""
        self.clock.instant = at(day).at

    async def get(self, who: Actor, path: str) -> Answer:
        answer = await self.client.get(path, headers=self._identity(who))
        return answer.status_code, answer.json()

    async def text(self, who: Actor, path: str) -> str:
        return (await self.client.get(path, headers=self._identity(who))).text

    async def post(self, who: Actor, path: str, body: object = None) -> Answer:
        self.sent += 1
        headers = {**self._identity(who), "idempotency-key": f"command-{self.sent:04d}", "if-match": "*"}
        answer = await self.client.post(path, headers=headers, json=body or {})
        return answer.status_code, answer.json()

    async def performed(self, who: Actor, path: str, body: object = None) -> str:
        """Send a command that must be performed; give the aggregate's id."""
        status, answer = await self.post(who, path, body)
        assert status in (200, 201), answer
        return str(answer["id"])

    async def hear(self, *events: object) -> list[Outcome]:
        """Events arrive from other services, each as a new record."""
        return await self.arrive(*[self._record(event) for event in events])

    async def arrive(self, *records: Record) -> list[Outcome]:
        """Records arrive as they are."""
        return await self.shell.perform([m for one in records for m in SERVICE.subscriptions.read(one)])

    async def relayed(self) -> list[Record]:
        """The outbox, as records on their topics."""
        rows = await self.found("SELECT topic, id, key, headers, value FROM outbox ORDER BY id")
        unpack = msgspec.msgpack.Decoder(Headers).decode
        return [Record(topic, 0, id_, key, tuple(unpack(headers)), value) for topic, id_, key, headers, value in rows]

    async def told(self) -> list[str]:
        """The types of all events told, oldest first."""
        return [dict(one.headers)["ce_type"].decode().split(".")[2] for one in await self.relayed()]

    async def time_passes(self) -> None:
        """Every deadline that is due fires."""
        while (await Scheduler(self.shell, SERVICE.aggregates).fire_due())[0]:
            pass

    async def found(self, query: str) -> Sequence[Any]:
        """Rows of the database."""
        async with self.shell.pool.acquire() as conn:
            return [tuple(row) for row in await conn.fetch(query)]

    def _identity(self, who: Actor) -> dict[str, str]:
        return {"authorization": f"Bearer {self.issuer.token(who.id, who.roles, who.organisation)}"}

    def _record(self, event: object) -> Record:
        self.sent += 1
        wire = wire_of(event)
        subject = getattr(event, wire.subject) if wire.subject else some_id("subject")
        envelope = Envelope(
            id=some_id(f"event {self.sent}"), type=wire.type, source=wire.source, subject=subject,
            time=datetime(2026, 1, 1, tzinfo=UTC), sequence=1, dossier=None, correlation="test", causation=None,
            programme=None, traceparent=None,
        )  # fmt: skip
        return Record(wire.topic, 0, self.sent, subject.encode(), tuple(envelope.headers()), encode(event))


@asynccontextmanager
async def hosted(dsn: str, directory: Path) -> AsyncIterator[Site]:
    """The service on that database, on 1 June 2026."""
    issuer, clock = LocalIssuer(directory), StandingClock(at("2026-06-01").at)
    pool, reads = await open_pool(dsn, 4), await open_read_pool(dsn)
    shell = Shell("surveillance", pool, ActContext(clock, published(), FRANCE))
    app = FastAPI()
    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
    app.state.http_context = HttpContext(CommandQueue(shell), shell, verifier, reads)
    app.add_exception_handler(Problem, on_problem)
    for router in SERVICE.routers:
        app.include_router(router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://surveillance") as client:
        yield Site(client, shell, issuer, clock)
    await reads.close()
    await pool.close()
