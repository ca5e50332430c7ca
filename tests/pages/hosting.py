"""A service in this process on a real database: its HTTP app as the process builds it, its shell, a standing clock."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from shared.calendar.france import FRANCE
from shared.contracts.envelope import Envelope, encode
from shared.contracts.registry import wire_of
from shared.delivery.deadlines.scheduler import Scheduler
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.command_queue import CommandQueue
from shared.delivery.shell.messages import Outcome, Record
from shared.delivery.shell.transaction import Shell
from shared.http.context import HttpContext
from shared.identity.actor import Actor
from shared.identity.local_issuer import LocalIssuer
from shared.identity.tokens import TokenVerifier
from shared.persistence.connecting import open_pool
from shared.persistence.read_pool import open_read_pool
from shared.programme.loading import published
from shared.runtime.app import build_app
from shared.runtime.rate_settings import LIMITED
from shared.runtime.service import Service
from tests.builders import at, some_id

UNLIMITED = {f"rate_{limit}_per_{per}": "" for limit, per in LIMITED}
"""No quotas, unless a test sets some: others send thousands of requests."""
SECRET = "a-secret-for-tests-of-32-characters"


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

    service: Service
    client: httpx.AsyncClient
    shell: Shell
    issuer: LocalIssuer
    clock: StandingClock
    app: FastAPI
    sent: int = 0

    def on(self, day: str, hour: int = 10) -> None:
        """It is that day, at that hour in Paris."""
        self.clock.instant = at(day, hour=hour).at

    async def hear(self, *events: object) -> list[Outcome]:
        """Events arrive from Kafka, each as a new record."""
        records = [self.record(event) for event in events]
        return await self.shell.perform([m for one in records for m in self.service.subscriptions.read(one)])

    def record(self, event: object) -> Record:
        """An event as its service's relay would send it."""
        self.sent += 1
        wire = wire_of(event)
        subject = getattr(event, wire.subject) if wire.subject else some_id("subject")
        envelope = Envelope(
            id=some_id(f"event {self.sent}"), type=wire.type, source=wire.source, subject=subject,
            time=datetime(2026, 1, 1, tzinfo=UTC), sequence=1, dossier=None, correlation="test", causation=None,
            programme=None, traceparent=None,
        )  # fmt: skip
        return Record(wire.topic, 0, self.sent, subject.encode(), tuple(envelope.headers()), encode(event))

    async def time_passes(self) -> None:
        """Every deadline that is due fires."""
        while (await Scheduler(self.shell, self.service.aggregates).fire_due())[0]:
            pass

    async def get(self, path: str, who: Actor | None = None, *, language: str = "") -> httpx.Response:
        """Ask for a page or for JSON."""
        return await self.client.get(path, headers={**self._identity(who), "accept-language": language})

    async def post(self, path: str, who: Actor, body: object) -> dict[str, Any]:
        """Send a command that is performed."""
        self.sent += 1
        headers = {**self._identity(who), "idempotency-key": f"command-{self.sent:04d}", "if-match": "*"}
        answer = await self.client.post(path, headers=headers, json=body)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def found(self, query: str) -> Sequence[Any]:
        """Rows of the database."""
        async with self.shell.pool.acquire() as conn:
            return [tuple(row) for row in await conn.fetch(query)]

    def _identity(self, who: Actor | None) -> dict[str, str]:
        return {"authorization": f"Bearer {self.issuer.token(who.id, who.roles, who.organisation)}"} if who else {}


@asynccontextmanager
async def hosted(service: Service, dsn: str, directory: Path, **settings: object) -> AsyncIterator[Site]:
    """The service on that database, on 1 June 2026 at ten in the morning."""
    issuer, clock = LocalIssuer(directory), StandingClock(at("2026-06-01").at)
    pool, reads = await open_pool(dsn, 4), await open_read_pool(dsn)
    shell = Shell(service.name, pool, ActContext(clock, published(), FRANCE))
    verifier = TokenVerifier(issuer.jwks_uri, issuer.issuer, issuer.audience)
    given = service.settings.model_validate(_settings(dsn, issuer) | settings)
    doors = HttpContext(CommandQueue(shell), shell, verifier, reads, given.rates())
    app = build_app(service, given, doors)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service.test") as client:
        yield Site(service, client, shell, issuer, clock, app)
    if service.close:
        await service.close(app)
    await reads.close()
    await pool.close()


def _settings(dsn: str, issuer: LocalIssuer) -> dict[str, object]:
    return {
        "database_url": dsn,
        "kafka_bootstrap_servers": "127.0.0.1:1",
        "identity_jwks": issuer.jwks_uri,
        "identity_issuer": issuer.issuer,
        "tracking_secret": SECRET,
        **UNLIMITED,
        "rate_hold_seconds": 0,
    }
