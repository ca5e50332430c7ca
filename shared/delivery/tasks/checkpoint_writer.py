"""Writes checkpoints: one owner per service at a time, behind the writers, at no cost to them.

Journal ids follow no commit order. A range may be sealed when nobody can commit into it any more: whoever was given
an id held the table's lock for writers before, and holds it until the end of the transaction. So: note the last id
given out, then who writes; when all of those have ended, what is not there by then never will be.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import asyncpg

from shared.base.clock import Clock
from shared.base.locks import AdvisoryLock
from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.journal.checkpoints import CHECKPOINT_COLUMNS, Checkpoint, Reads
from shared.delivery.journal.merkle import leaf
from shared.delivery.journal.reads import READ_COLUMNS, read_hash
from shared.delivery.shell.store import Conn
from shared.persistence.transience import DATABASE_AWAY

log = logging.getLogger(__name__)
EVERY_S = 30.0
AT_MOST_S = 120.0
"""A round and the pause after it."""
WRITERS_END_S = 20.0
"""Longer than a batch may take; if somebody writes for longer, the next round checkpoints it."""
LARGEST = 10_000
WRITERS = (
    "SELECT virtualtransaction FROM pg_locks WHERE relation = $1::text::regclass AND mode = 'RowExclusiveLock' "
    "AND granted AND pid <> pg_backend_pid()"
)
ENTRIES = "SELECT id, hash FROM journal WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3"
READS = f"SELECT id, {', '.join(READ_COLUMNS)} FROM reads WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3"
INSERT = (
    f"INSERT INTO seals ({', '.join(CHECKPOINT_COLUMNS)}) "
    f"VALUES ({', '.join(f'${number}' for number, _ in enumerate(CHECKPOINT_COLUMNS, 1))})"
)


class _Session(Conn, Protocol):
    def transaction(self) -> asyncpg.transaction.Transaction: ...


class CheckpointWriter:
    """Checkpoints the journal of one service."""

    def __init__(self, service: str, clock: Clock) -> None:
        self.service = service
        self.clock = clock
        self._database = Outage(log, "journal not sealed, will be")

    async def run(self, connect: Callable[[], Awaitable[asyncpg.Connection]], progress: Progress) -> None:
        """Checkpoint what is new every now and then, until cancelled."""
        while True:
            progress.waits("sealer", AT_MOST_S)
            try:
                conn = await connect()
                try:
                    await self.write(conn)
                    self._database.over()
                finally:
                    conn.terminate()
            except DATABASE_AWAY as error:
                self._database.note(error)
            await asyncio.sleep(EVERY_S)

    async def write(self, conn: _Session) -> list[Checkpoint]:
        """Cover all that is settled; give the new ones: none where another owner is at it, or nothing is new."""
        if not await conn.fetchval("SELECT pg_try_advisory_lock($1)", AdvisoryLock.CHECKPOINTS):
            return []
        try:
            upto, reads_upto = await settled_id(conn), await settled_id(conn, "reads")
            made: list[Checkpoint] = []
            while checkpoint := await self._next(conn, upto, reads_upto):
                made.append(checkpoint)
            return made
        finally:
            await conn.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.CHECKPOINTS)

    async def _next(self, conn: _Session, upto: int, reads_upto: int) -> Checkpoint | None:
        async with conn.transaction():
            last = await last_checkpoint(conn)
            rows = await conn.fetch(ENTRIES, last.last if last else 0, upto, LARGEST)
            reads = await _reads_after(conn, last, reads_upto)
            if not rows and not reads.leaves:
                return None
            end = max(_end(rows, upto), last.last if last else 0)
            leaves = [leaf(row["id"], row["hash"]) for row in rows]
            checkpoint = Checkpoint.over(self.service, last, end, leaves, self.clock.now(), reads)
            await conn.execute(INSERT, *(getattr(checkpoint, name) for name in CHECKPOINT_COLUMNS))
            return checkpoint


def _end(rows: Sequence[asyncpg.Record], upto: int) -> int:
    """Where a range ends that holds all that is settled, or as much as a checkpoint may hold."""
    last: int = upto if len(rows) < LARGEST else rows[-1]["id"]
    return last


async def _reads_after(conn: Conn, last: Checkpoint | None, upto: int) -> Reads:
    """The reads that no checkpoint covers yet."""
    known = last.reads_last if last else 0
    if known is None:  # that of a version which knew no reads
        known = await conn.fetchval("SELECT max(reads_last) FROM seals") or 0
    rows = await conn.fetch(READS, known, upto, LARGEST)
    return Reads(last=max(_end(rows, upto), known), leaves=[leaf(row["id"], read_hash(row)) for row in rows])


async def last_checkpoint(conn: Conn) -> Checkpoint | None:
    """The newest checkpoint."""
    found = await conn.fetch(f"SELECT {', '.join(CHECKPOINT_COLUMNS)} FROM seals ORDER BY number DESC LIMIT 1")
    return Checkpoint(**found[0]) if found else None


async def settled_id(conn: Conn, table: str = "journal") -> int:
    """The last id of a table before which nothing will appear any more; 0: none is, or somebody writes too long."""
    given: int | None = await conn.fetchval("SELECT pg_sequence_last_value(pg_get_serial_sequence($1, 'id'))", table)
    if not given:
        return 0
    writing = {row[0] for row in await conn.fetch(WRITERS, table)}
    try:
        async with asyncio.timeout(WRITERS_END_S):
            while writing:
                await asyncio.sleep(0.02)
                writing &= {row[0] for row in await conn.fetch(WRITERS, table)}
    except TimeoutError:
        return 0
    return given
