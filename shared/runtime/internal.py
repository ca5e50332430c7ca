"""The application of the private port: /livez, /readyz and /metrics, for orchestrators and Prometheus alone."""

import asyncio
import time
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field

from fastapi import FastAPI
from fastapi.responses import JSONResponse, Response

from shared.runtime.health import Health
from shared.telemetry import metrics
from shared.telemetry.exposition import render

FRESH_S = 1.0
"""A measurement this young is not repeated, however many ask."""
WAIT_S = 0.03
"""The longest that a scrape waits for a measurement; one that takes longer serves the next scrape."""
PERIOD_S, WANTED_FOR_S = 5.0, 120.0
"""Measured again every period while somebody scraped lately: a slow measurement is never older than that."""
RENDERED_S = 0.25
"""Scrapes within this time share one text."""


@dataclass(slots=True)
class Scrapes:
    """The page of metrics, measured in the background: any number of scrapes cost one measurement and one text."""

    health: Health
    clock: Callable[[], float] = time.monotonic
    _running: asyncio.Task[None] | None = field(default=None, init=False)
    _measured_at: float = field(default=float("-inf"), init=False)
    _asked_at: float = field(default=float("-inf"), init=False)
    _rendered_at: float = field(default=float("-inf"), init=False)
    _page: tuple[bytes, str] = field(default=(b"", ""), init=False)

    async def page(self) -> tuple[bytes, str]:
        """Body and media type, with gauges as fresh as the time allows."""
        self._asked_at = self.clock()
        if self._asked_at - self._measured_at > FRESH_S:
            await asyncio.wait([self._measurement()], timeout=WAIT_S)
        if self.clock() - self._rendered_at > RENDERED_S:
            self._page, self._rendered_at = render(self.health.shell.service), self.clock()
        return self._page

    async def measure(self) -> None:
        """Measure now, or take part in the measurement that runs."""
        await asyncio.shield(self._measurement())

    async def keep_fresh(self) -> None:
        """Measure on a period while somebody reads the page; nothing is measured for nobody."""
        while True:
            await asyncio.sleep(PERIOD_S)
            if self.clock() - self._asked_at < WANTED_FOR_S and self.clock() - self._measured_at >= PERIOD_S / 2:
                await self.measure()

    def _measurement(self) -> asyncio.Task[None]:
        if self._running is None or self._running.done():
            self._running = asyncio.create_task(self._measure(), name="measurement", context=Context())
        return self._running

    async def _measure(self) -> None:
        lacking, _ = await asyncio.gather(self.health.told_not_ready(), self.health.measure())
        metrics.READY.set(not lacking)
        self._measured_at, self._rendered_at = self.clock(), float("-inf")


def internal_app(scrapes: Scrapes) -> FastAPI:
    """The three routes, which need no token."""
    health = scrapes.health
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)

    @app.get("/livez")
    async def livez() -> JSONResponse:
        stuck = health.progress.stuck()
        return JSONResponse({"live": not stuck, "stuck": stuck}, 503 if stuck else 200)

    @app.get("/readyz")
    async def readyz() -> JSONResponse:
        lacking = await health.told_not_ready()
        metrics.READY.set(not lacking)
        without = [one for one in health.without() if one not in lacking]
        return JSONResponse({"ready": not lacking, "lacking": lacking, "without": without}, 503 if lacking else 200)

    @app.get("/metrics")
    async def measured() -> Response:
        body, media_type = await scrapes.page()
        return Response(body, media_type=media_type)

    return app
