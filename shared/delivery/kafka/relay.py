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
from typing import cast

import asyncpg

from shared.base.backoff import Backoff
from shared.base.locks import AdvisoryLock
from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.kafka.fail_points import FailPoint, reached
from shared.delivery.kafka.prefix_guard import refuse_other_prefix
from shared.delivery.kafka.sender import Row, Sender, Unsendable
from shared.delivery.kafka.wakeup import CHANNEL
from shared.delivery.shell.effects import SHARDS
from shared.telemetry import metrics

log = logging.getLogger(__name__)
BATCH_ROWS = 2000
SAFETY_POLL_S = 1.0
SHARE_EVERY_S = 2.0
BE_PRESENT = "SELECT pg_advisory_lock_shared($1, pg_backend_pid())"
OLDEST = "SELECT id, topic, key, headers, value FROM outbox ORDER BY id LIMIT $1"
OLDEST_OF_SOME = (
    "SELECT id, topic, key, headers, value FROM outbox o WHERE shard = ANY($2::int2[]) AND NOT EXISTS "
    "(SELECT FROM unnest($3::bytea[], $4::int8[]) AS s(key, id) WHERE s.key = o.key AND s.id <= o.id) "
    "ORDER BY id LIMIT $1"
)
DELETE_SENT = (
    "WITH sent AS (DELETE FROM outbox WHERE id = ANY($1::int8[]) RETURNING at) "
    "SELECT extract(epoch FROM now() - min(at))::float8 FROM sent"
)


class Relay:
    """One relay of one service. Commits wake it: those of its process by `wake`, others by notification."""

    def __init__(self, connect: Callable[[], Awaitable[asyncpg.Connection]], sender: Sender) -> None:
        self.own_sender_id = ""
        self.on_silence: Callable[[], Awaitable[None]] = _nothing
        """Awaited when no answer came in time: other connections may have died as silently, and nobody noticed yet."""
        self._connect = connect
        self._sender = sender
        self._awake = asyncio.Event()
        self._mine: set[int] = set()
        self._stuck: dict[bytes, int] = {}
        self._told: set[int] = set()
        self._backoff = Backoff(0.1, 5.0)
        self._shared_at = -math.inf
        self._outage = Outage(log, "relay interrupted, the outbox waits")

    def wake(self) -> None:
        """Something was committed: do not wait for the safety poll."""
        self._awake.set()

    def carries_all(self) -> bool:
        """Whether every shard is ours: no other relay has anything to do."""
        return len(self._mine) == SHARDS

    def _notified(self, _conn: object, _pid: int, _channel: str, sender_id: object) -> None:
        if sender_id != self.own_sender_id:
            self.wake()

    async def run(self, progress: Progress) -> None:
        """Relay until cancelled; reconnects with backoff."""
        while True:
            try:
                conn = await self._connect()
                try:
                    await refuse_other_prefix(conn, self._sender.names)
                    await conn.execute(
                        "SELECT pg_advisory_lock_shared($1, pg_backend_pid())", AdvisoryLock.RELAY_PRESENCE
                    )
                    await conn.add_listener(CHANNEL, self._notified)
                    await self._relay(conn, progress)
                finally:
                    self._mine.clear()
                    self._shared_at = -math.inf
                    conn.terminate()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                metrics.RETRIES.labels("relay").inc()
                if isinstance(error, TimeoutError):
                    await self.on_silence()
                self._outage.note(error)
                progress.beat("relay")
                await self._backoff.pause()

    async def _relay(self, conn: asyncpg.Connection, progress: Progress) -> None:
        loop = asyncio.get_running_loop()
        while True:
            self._awake.clear()
            progress.beat("relay")
            if loop.time() - self._shared_at > SHARE_EVERY_S:
                await self._share(conn)
                self._shared_at = loop.time()
                self._stuck.clear()
            sent = await self.relay_once(conn)
            self._backoff.reset()
            if sent:
                self._outage.over()
            if sent < BATCH_ROWS:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), SAFETY_POLL_S)

    async def relay_once(self, conn: asyncpg.Connection) -> int:
        """Send the oldest rows of our shards and delete them; give how many.

        A row that can never be sent stays, and what follows it under its key waits behind it; the others go on.
        """
        rows = await self._oldest(conn)
        if rows:
            reached(FailPoint.BEFORE_PRODUCE)
            try:
                await self._sender.send([Row(*row) for row in rows])
            except Unsendable as error:
                self._set_aside(error)
                return BATCH_ROWS
            reached(FailPoint.BEFORE_MARK)
            metrics.DELIVERY.observe(await conn.fetchval(DELETE_SENT, [row["id"] for row in rows]) or 0.0)
            for topic, count in Counter(row["topic"] for row in rows).items():
                metrics.RELAY_SENT.labels(self._sender.names.topic(topic)).inc(count)
        return len(rows)

    def _oldest(self, conn: asyncpg.Connection) -> Awaitable[list[asyncpg.Record]]:
        if self.carries_all() and not self._stuck:
            found = conn.fetch(OLDEST, BATCH_ROWS)
        else:
            stuck = list(self._stuck), list(self._stuck.values())
            found = conn.fetch(OLDEST_OF_SOME, BATCH_ROWS, list(self._mine), *stuck)
        return cast("Awaitable[list[asyncpg.Record]]", found)

    def _set_aside(self, error: Unsendable) -> None:
        """Go round the row's key for a while; say so once."""
        self._stuck[error.row.key] = error.row.id
        if error.row.id not in self._told:
            self._told.add(error.row.id)
            log.error("row cannot be sent, its key waits", extra={"error": str(error), "topic": error.row.topic})

    async def _share(self, conn: asyncpg.Connection) -> None:
        """Take or give back shards, so that the relays present hold about the same number."""
        present = await conn.fetchval(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND database = "
            "(SELECT oid FROM pg_database WHERE datname = current_database())",
            AdvisoryLock.RELAY_PRESENCE,
        )
        fair = math.ceil(SHARDS / max(present, 1))
        for shard in sorted(self._mine)[fair:]:
            await conn.execute("SELECT pg_advisory_unlock($1, $2)", AdvisoryLock.RELAY_SHARD, shard)
            self._mine.discard(shard)
        for shard in range(SHARDS):
            if len(self._mine) >= fair:
                break
            if shard not in self._mine and await conn.fetchval(
                "SELECT pg_try_advisory_lock($1, $2)", AdvisoryLock.RELAY_SHARD, shard
            ):
                self._mine.add(shard)

    async def drain(self, conn: asyncpg.Connection) -> None:
        """Send everything that is left in shards that are free, once; used when a process stops."""
        try:
            await refuse_other_prefix(conn, self._sender.names)
            await self._share(conn)
            while await self.relay_once(conn) == BATCH_ROWS:
                pass
        finally:
            self._mine.clear()
            conn.terminate()


async def _nothing() -> None:
    """Nobody else to warn."""
