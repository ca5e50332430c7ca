"""/livez, /readyz and /metrics."""

import asyncio
import logging
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from shared.delivery.consumer import Consumer
from shared.delivery.sender import Sender
from shared.delivery.shell import Shell
from shared.runtime.progress import Progress
from shared.telemetry import metrics

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Health:
    """Live: every loop turns. Ready: database at the expected migration, broker reachable, partitions assigned."""

    shell: Shell
    sender: Sender
    consumer: Consumer | None
    progress: Progress
    revision: str
    draining: bool = False
    _told: list[str] | None = field(default=None, init=False)

    async def told_not_ready(self) -> list[str]:
        """The same as `not_ready`, logged whenever it changes."""
        lacking = await self.not_ready()
        if lacking != self._told:
            self._told = lacking
            log.info("not ready" if lacking else "ready", extra={"lacking": lacking})
        return lacking

    async def not_ready(self) -> list[str]:
        """What keeps the process from being ready; empty: it is."""
        if self.draining:
            return ["draining"]
        database, broker = await asyncio.gather(self._database(), self.sender.reachable())
        lacking = [database] if database else []
        if not broker:
            lacking.append("broker unreachable")
        if self.consumer and self.consumer.subscriptions.topics and self.consumer.partitions is None:
            lacking.append("no partitions assigned yet")
        return lacking

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(1.5), self.shell.pool.acquire() as conn:
                found = await conn.fetchval("SELECT version_num FROM alembic_version")
        except Exception as error:
            return f"database unreachable or not migrated ({type(error).__name__})"
        return "" if found == self.revision else f"database at migration {found}, this version needs {self.revision}"

    async def measure(self) -> None:
        """Bring the gauges that live in the database up to date."""
        now = self.shell.world.clock.now()
        async with asyncio.timeout(2), self.shell.pool.acquire() as conn:
            row = await conn.fetchrow(
                "SELECT (SELECT count(*) FROM outbox) AS waiting, "
                "(SELECT coalesce(extract(epoch FROM now() - min(at)), 0) FROM outbox) AS oldest, "
                "(SELECT count(*) FROM parked WHERE status = 'parked') AS parked, "
                "(SELECT count(*) FROM deadlines WHERE due_at <= $1) AS due, "
                "(SELECT count(*) FROM deadlines WHERE due_at <= $1 - interval '1 minute') AS overdue",
                now,
            )
        metrics.OUTBOX_WAITING.set(row["waiting"])
        metrics.OUTBOX_OLDEST.set(float(row["oldest"]))
        metrics.PARKED.set(row["parked"])
        metrics.DEADLINES_DUE.set(row["due"])
        metrics.DEADLINES_OVERDUE.set(row["overdue"])


def health_router(health: Health) -> APIRouter:
    """The three routes that operators and orchestrators ask; they need no token."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> JSONResponse:
        stuck = health.progress.stuck()
        return JSONResponse({"live": not stuck, "stuck": stuck}, 503 if stuck else 200)

    @router.get("/readyz")
    async def readyz() -> JSONResponse:
        lacking = await health.told_not_ready()
        metrics.READY.set(not lacking)
        return JSONResponse({"ready": not lacking, "lacking": lacking}, 503 if lacking else 200)

    @router.get("/metrics")
    async def measured() -> Response:
        try:
            await health.measure()
        except Exception:
            metrics.READY.set(0)
        body, media_type = metrics.render()
        return Response(body, media_type=media_type)

    return router
