"""The relay: carries the outbox to Kafka, in order per key, with as many replicas as one likes.

The keys are spread over shards; a shard belongs to the one relay that holds its advisory lock, on the very connection
that it reads with. Should that connection break, another relay starts again at the oldest unsent row: on the wire a
record may come twice, never out of order after the removal of repeats.
"""

import asyncio
import logging
import math
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

import asyncpg

from shared.delivery.effects import SHARDS
from shared.delivery.sender import Row, Sender
from shared.runtime.progress import Progress
from shared.telemetry import metrics

log = logging.getLogger(__name__)
SHARD_LOCK, PRESENCE_LOCK = 7301, 7302
BATCH_ROWS = 2000
SAFETY_POLL_S = 1.0
SHARE_EVERY_S = 2.0


class Relay:
    """One relay of one service. `wake` tells it that something was committed."""

    def __init__(self, connect: Callable[[], Awaitable[asyncpg.Connection]], sender: Sender) -> None:
        self._connect = connect
        self._sender = sender
        self._awake = asyncio.Event()
        self._mine: set[int] = set()
        self._shared_at = -math.inf

    def wake(self) -> None:
        """Something was committed: do not wait for the safety poll."""
        self._awake.set()

    async def run(self, progress: Progress) -> None:
        """Relay until cancelled; reconnects with backoff."""
        delay = 0.1
        while True:
            try:
                conn = await self._connect()
                try:
                    await conn.execute("SELECT pg_advisory_lock_shared($1, pg_backend_pid())", PRESENCE_LOCK)
                    await self._relay(conn, progress)
                finally:
                    self._mine.clear()
                    self._shared_at = -math.inf
                    conn.terminate()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                metrics.RETRIES.labels("relay").inc()
                log.warning("relay interrupted, will retry", extra={"error": repr(error), "delay_s": delay})
                progress.beat("relay")
                await asyncio.sleep(delay)
                delay = min(delay * 2, 5.0)
            else:
                delay = 0.1

    async def _relay(self, conn: asyncpg.Connection, progress: Progress) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._awake.clear()
            progress.beat("relay")
            if loop.time() - self._shared_at > SHARE_EVERY_S:
                await self._share(conn)
                self._shared_at = loop.time()
            if await self.relay_once(conn) < BATCH_ROWS:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), SAFETY_POLL_S)

    async def relay_once(self, conn: asyncpg.Connection) -> int:
        """Send the oldest rows of our shards and delete them; give how many."""
        rows = await conn.fetch(
            "SELECT id, topic, key, headers, value FROM outbox WHERE shard = ANY($1::int2[]) ORDER BY id LIMIT $2",
            list(self._mine),
            BATCH_ROWS,
        )
        if rows:
            await self._sender.send([Row(*row) for row in rows])
            await conn.execute("DELETE FROM outbox WHERE id = ANY($1::int8[])", [row["id"] for row in rows])
            for topic, count in Counter(row["topic"] for row in rows).items():
                metrics.RELAY_SENT.labels(topic).inc(count)
        return len(rows)

    async def _share(self, conn: asyncpg.Connection) -> None:
        """Take or give back shards, so that the relays present hold about the same number."""
        present = await conn.fetchval(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())",
            PRESENCE_LOCK,
        )
        fair = math.ceil(SHARDS / max(present, 1))
        for shard in sorted(self._mine)[fair:]:
            await conn.execute("SELECT pg_advisory_unlock($1, $2)", SHARD_LOCK, shard)
            self._mine.discard(shard)
        for shard in range(SHARDS):
            if len(self._mine) >= fair:
                break
            if shard not in self._mine and await conn.fetchval(
                "SELECT pg_try_advisory_lock($1, $2)", SHARD_LOCK, shard
            ):
                self._mine.add(shard)

    async def drain(self, conn: asyncpg.Connection) -> None:
        """Send everything that is left in shards that are free, once; used when a process stops."""
        try:
            await self._share(conn)
            while await self.relay_once(conn) == BATCH_ROWS:
                pass
        finally:
            self._mine.clear()
            conn.terminate()
