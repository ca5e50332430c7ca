"""Which parked records an operator means."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import asyncpg
import typer

from deploy.console.error_notes import naming
from deploy.console.places import database_url, kafka_names
from shared.contracts.topics import SERVICES
from shared.delivery.recovery.parked import Parked
from shared.persistence.connecting import connect

QUERY = (
    "SELECT * FROM parked WHERE ($1::text IS NULL OR id::text = $1) AND status = $2 AND ($3::text IS NULL OR "
    "reason = $3) AND ($4::text IS NULL OR topic = $4) AND ($5::bytea IS NULL OR key = $5) AND "
    "($6::timestamptz IS NULL OR parked_at >= $6) ORDER BY parked_at, topic, partition, position, id"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """All of these must fit; what is None fits all."""

    id: str | None = None
    service: str | None = None
    reason: str | None = None
    topic: str | None = None
    key: str | None = None
    dossier: str | None = None
    since: datetime | None = None
    status: str = "parked"

    @property
    def is_all(self) -> bool:
        """Nothing was chosen."""
        return self == Selection(status=self.status)

    async def found(self) -> list[Parked]:
        """The records, oldest first, service by service."""
        return [one for service in self._services() for one in await self._of(service)]

    def _services(self) -> tuple[str, ...]:
        if self.service and self.service not in SERVICES:
            typer.echo(f"{self.service!r} is none of {', '.join(SERVICES)}.", err=True)
            raise typer.Exit(2)
        return (self.service,) if self.service else SERVICES

    async def _of(self, service: str) -> list[Parked]:
        key = self.key.encode() if self.key is not None else None
        topic = kafka_names().named(self.topic) if self.topic else None
        asked = (self.id, self.status, self.reason, topic, key, self.since)
        rows = await with_database(service, lambda conn: conn.fetch(QUERY, *asked))
        found = [Parked(service, row) for row in rows]
        return [one for one in found if self.dossier in (None, one.dossier)]


async def with_database(service: str, ask: Callable[[asyncpg.Connection], Awaitable[Any]]) -> Any:  # noqa: ANN401
    """Ask a service's database something."""
    with naming(f"{service} database"):
        conn = await connect(database_url(service))
        try:
            return await ask(conn)
        finally:
            await conn.close()
