"""Clears the inbox of what others remember: old events, in small batches, by one replica at a time, behind everybody.

Ids of events sort by time, so old rows lie together at one end of the index, far from where new ones are written.
The mark is set before the first row goes: whoever misses a row finds the mark (see memory.py).
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

import asyncpg

from shared.base.locks import AdvisoryLock
from shared.base.progress import Progress
from shared.delivery.inbox.dedup import made_before
from shared.delivery.shell.store import Conn
from shared.persistence.transience import DATABASE_AWAY

log = logging.getLogger(__name__)
EVERY_S = 3600.0
TURN_S = 15.0
BATCH = 2000
OLDEST = (
    "DELETE FROM inbox WHERE (message, aggregate) IN (SELECT message, aggregate FROM inbox "
    "WHERE message < $1 AND substr(message::text, 15, 1) = '7' ORDER BY message LIMIT $2)"
)


class Housekeeper:
    """Keeps one service's inbox to the last `days`."""

    def __init__(self, days: int) -> None:
        self.keeps_s = days * 86_400.0

    async def run(self, connect: Callable[[], Awaitable[asyncpg.Connection]], progress: Progress) -> None:
        """Clear every now and then, until cancelled."""
        due_at = 0.0
        while True:
            progress.beat("housekeeper")
            if time.monotonic() >= due_at:
                due_at = time.monotonic() + EVERY_S
                await self._clear_if_possible(connect, progress)
            await asyncio.sleep(TURN_S)

    async def _clear_if_possible(
        self, connect: Callable[[], Awaitable[asyncpg.Connection]], progress: Progress
    ) -> None:
        try:
            conn = await connect()
            try:
                await self.clear(conn, progress)
            finally:
                conn.terminate()
        except DATABASE_AWAY as error:
            log.warning("inbox not cleared, will be", extra={"error": repr(error)})

    async def clear(self, conn: asyncpg.Connection, progress: Progress | None = None) -> int:
        """Forget what is older; give how many rows went. None where another replica is at it."""
        if not await conn.fetchval("SELECT pg_try_advisory_lock($1)", AdvisoryLock.INBOX_CLEANUP):
            return 0
        try:
            upto = made_before(self.keeps_s)
            await _set_mark(conn, upto)
            gone = 0
            while True:
                began = time.monotonic()
                removed = int((await conn.execute(OLDEST, upto, BATCH)).rsplit(" ", 1)[1])
                gone += removed
                if removed < BATCH:
                    return gone
                if progress:
                    progress.beat("housekeeper")
                await asyncio.sleep(time.monotonic() - began)  # others have at least every second moment
        finally:
            await conn.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.INBOX_CLEANUP)


async def _set_mark(conn: Conn, upto: str) -> None:
    """Never back: should days be made longer, what is gone stays gone."""
    await conn.execute(
        "WITH before AS (DELETE FROM forgotten WHERE upto < $1 RETURNING 1) "
        "INSERT INTO forgotten SELECT $1 WHERE NOT EXISTS (SELECT FROM forgotten WHERE upto >= $1)",
        upto,
    )
