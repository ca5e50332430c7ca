"""/livez, /readyz and /metrics."""

import asyncio
import logging
from dataclasses import dataclass, field
from typing import NamedTuple

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from shared.delivery.consumer import Consumer
from shared.delivery.sender import Sender
from shared.delivery.shell import Shell
from shared.runtime.progress import Progress
from shared.telemetry import metrics

log = logging.getLogger(__name__)


class Want(NamedTuple):
    """Something that the process has not."""

    what: str
    bars_callers: bool = True
    """Whether it keeps us from answering people."""


@dataclass(slots=True)
class Health:
    """Live: every loop turns. Ready: database migrated, broker reachable, partitions assigned.

    A process that has had all of that once and serves HTTP stays ready without brokers: what it accepts waits in the
    outbox, and a rebalance is none of its callers' business. One that never had it holds up a rollout.
    """

    shell: Shell
    sender: Sender
    consumer: Consumer | None
    progress: Progress
    revision: str
    serves: bool = True
    draining: bool = False
    _complete_once: bool = field(default=False, init=False)
    _told: list[Want] | None = field(default=None, init=False)

    async def told_not_ready(self) -> list[str]:
        """What keeps the process from being ready; logged, with what it does without, whenever that changes."""
        wanting = await self.wanting()
        self._complete_once = self._complete_once or not wanting
        lacking = wanting if not (self._complete_once and self.serves) else [one for one in wanting if one.bars_callers]
        if wanting != self._told:
            self._told = wanting
            log.info("not ready" if lacking else "ready", extra={"lacking": _texts(wanting)})
        return _texts(lacking)

    async def wanting(self) -> list[Want]:
        """All that the process would like to have and has not."""
        if self.draining:
            return [Want("draining")]
        database, broker = await asyncio.gather(self._database(), self.sender.reachable())
        wanting = [Want(database)] if database else []
        if not broker:
            wanting.append(Want("broker unreachable", bars_callers=False))
        if self.consumer and self.consumer.subscriptions.topics and self.consumer.partitions is None:
            wanting.append(Want("no partitions assigned yet", bars_callers=False))
        return wanting

    async def _database(self) -> str:
        try:
            async with asyncio.timeout(1.5), self.shell.pool.acquire() as conn:
                found = await conn.fetchval("SELECT version_num FROM alembic_version")
        except Exception as error:
            return f"database unreachable or not migrated ({type(error).__name__})"
        if found is not None and found >= self.revision:
            return ""  # ahead: an upgrade is under way, and migrations leave the version before at work
        return f"database at migration {found}, this version needs {self.revision}: run referencement migrate"

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


def _texts(wanting: list[Want]) -> list[str]:
    return [one.what for one in wanting]
