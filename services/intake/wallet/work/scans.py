"""Scanning documents: outside any transaction, again until the scanner has spoken.

One replica scans at a time: it holds a lock in the database, which falls to another as soon as its connection ends.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from hashlib import sha256

import asyncpg
from fastapi import FastAPI

from services.intake.tables import DOCUMENT
from services.intake.wallet.domain.document import Verdict
from services.intake.wallet.domain.review import Scanned, record_verdict
from services.intake.wallet.scanning.scanner import ScannerAway
from services.intake.wallet.stack import Keeping
from services.intake.wallet.storage.reading import Corrupt, checked
from services.intake.wallet.storage.store import Missing, StorageAway
from shared.acts.moment import derived_id
from shared.delivery.effects import new_event_id
from shared.delivery.incoming import Cause, Door, Incoming, Turned
from shared.delivery.shell import Shell, Unavailable
from shared.delivery.transience import DATABASE_AWAY
from shared.identity.actor import Actor
from shared.persistence.connecting import connected
from shared.runtime.outage import Outage
from shared.runtime.progress import Progress
from shared.runtime.service import Background, Loop
from shared.telemetry import metrics

log = logging.getLogger(__name__)
ACTOR = Actor.system("intake-scans")
LOCK = 0x5CA2
BATCH = 20
POLL_S = 5.0
FIRST_REST_S, LONGEST_REST_S = 1.0, 60.0
FAILURES_IN_A_ROW = 3
"""After so many the scanner is away for all: the rest of the batch waits too."""
UNSCANNED = (
    "SELECT id::text, sha256 FROM documents WHERE verdict = 'quarantined' AND id <> ALL($1::uuid[]) "
    "ORDER BY id LIMIT $2"
)
WAITING = """
SELECT count(*) AS number, coalesce(extract(epoch FROM $1 - min(changed_at)), 0)::float8 AS oldest
FROM documents WHERE verdict = 'quarantined'
"""


class Scans:
    """The scanning of one process."""

    def __init__(self, keeping: Keeping, shell: Shell) -> None:
        self.keeping, self.shell = keeping, shell
        self._beat: Callable[[], None] = lambda: None
        self._database = Outage(log, "scans wait, database away")
        self._scanner = Outage(log, "not scanned, tried again later")
        self._resting: dict[str, tuple[float, int]] = {}
        """By document: until when it rests, and how often the scanner was away for it."""

    async def run(self, progress: Progress) -> None:
        """Scan until cancelled."""
        self._beat = partial(progress.beat, "scans")
        while True:
            self._beat()
            self.keeping.arrived.clear()
            try:
                scanned = await self.scan_some()
                self._database.over()
            except (Unavailable, *DATABASE_AWAY) as error:
                self._database.note(error)
                scanned = 0
            if scanned < BATCH:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.keeping.arrived.wait(), POLL_S)

    async def scan_some(self) -> int:
        """Scan a batch, if no other replica does; give how many have a verdict now."""
        async with connected(self.shell.pool) as conn:
            if not await conn.fetchval("SELECT pg_try_advisory_lock($1)", LOCK):
                return 0
            try:
                return await self._scan_batch(await conn.fetch(UNSCANNED, self._at_rest(), BATCH))
            finally:
                await self._tell_waiting(conn)
                await conn.execute("SELECT pg_advisory_unlock($1)", LOCK)

    async def _tell_waiting(self, conn: asyncpg.Connection) -> None:
        row = await conn.fetchrow(WAITING, self.shell.world.clock.now())
        metrics.DOCUMENTS_UNSCANNED.set(row["number"])
        metrics.DOCUMENTS_UNSCANNED_OLDEST.set(max(row["oldest"], 0))

    async def _scan_batch(self, documents: list[asyncpg.Record]) -> int:
        done = failed = 0
        for document in documents:
            self._beat()
            scanned = await self._scanned(document["id"], document["sha256"])
            failed = failed + 1 if scanned is None else 0
            if failed == FAILURES_IN_A_ROW:
                break
            if scanned:
                await record(self.shell, document["id"], scanned)
                done += 1
        return done

    async def _scanned(self, document: str, digest: str) -> Scanned | None:
        """The verdict; None: scanner or store are away, the document stays in quarantine."""
        try:
            async with checked(self.keeping.store, digest) as content:
                scan = await self.keeping.scanner.scan(content)
        except (Corrupt, Missing) as error:
            log.error("content corrupt", extra={"document": document, "error": repr(error)})
            return Scanned(verdict=Verdict.UNSCANNABLE, signature="content_corrupt")
        except (ScannerAway, StorageAway) as error:
            self._rest(document, error)
            return None
        self._resting.pop(document, None)
        self._scanner.over()
        metrics.DOCUMENT_SCANS.labels(scan.finding).inc()
        return Scanned(verdict=Verdict(scan.finding), signature=scan.signature)

    def _rest(self, document: str, error: Exception) -> None:
        _, times = self._resting.get(document, (0.0, 0))
        rest = min(FIRST_REST_S * 2.0**times, LONGEST_REST_S)
        self._resting[document] = (time.monotonic() + rest, min(times + 1, 10))
        metrics.DOCUMENT_SCANS.labels("away").inc()
        self._scanner.note(error)

    def _at_rest(self) -> list[str]:
        now = time.monotonic()
        return [document for document, (until, _) in self._resting.items() if until > now]


async def record(shell: Shell, document: str, scanned: Scanned) -> None:
    """Let the verdict be an act on the document. Unavailable."""
    message = derived_id("scan", document, scanned.verdict)
    incoming = Incoming(
        message=message,
        door=Door.TASK,
        act=record_verdict,
        aggregate=DOCUMENT,
        target=document,
        payload=scanned,
        actor=ACTOR,
        cause=Cause(new_event_id(), None, None),
        digest=sha256(f"{document} {scanned.verdict} {scanned.signature}".encode()).digest(),
    )
    (outcome,) = await shell.perform([incoming])
    if isinstance(outcome, Turned):
        log.warning("verdict refused", extra={"document": document, "code": outcome.code})


def _loop(app: FastAPI, shell: Shell) -> Loop:
    return Scans(app.state.keeping, shell).run


SCANS = Background(name="scans", acts=(record_verdict,), loop=_loop)
