"""Moving the simulated clock, and knowing when the services have done what fell due."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import asyncpg

from deploy.demo.site import Site

NOTICED_S = 0.2
"""Every process has read the new time by then."""
DUE = "SELECT EXISTS (SELECT FROM deadlines WHERE due_at <= $1)"


async def advance(site: Site, days: int, *, within_s: float = 180.0) -> None:
    """Let all services live `days` after this machine's time; wait until each has fired what is due.

    TimeoutError: a service still has deadlines due after `within_s`.
    """
    later = timedelta(days=days)
    site.shift_clock(later)
    await asyncio.sleep(NOTICED_S)
    async with asyncio.timeout(within_s), AsyncExitStack() as opened:
        databases = []
        for dsn in site.databases.values():
            databases.append(await asyncpg.connect(dsn))
            opened.push_async_callback(databases[-1].close)
        while await _due(databases, datetime.now(UTC) + later):  # noqa: ASYNC110  # other processes fire them
            await asyncio.sleep(NOTICED_S)


async def _due(databases: Sequence[asyncpg.Connection], now: datetime) -> bool:
    """Whether some service has deadlines due."""
    return any([await conn.fetchval(DUE, now) for conn in databases])
