"""Scans of documents: outside any transaction, repeated until the scanner gives a verdict.

One replica scans at a time: it holds an advisory lock, which another gets as soon as its connection ends.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import asyncpg
from fastapi import FastAPI

from services.intake.wallet.domain.document import Verdict
from services.intake.wallet.domain.review import Scanned, record_verdict
from services.intake.wallet.scanning.scanner import ScannerUnavailable
from services.intake.wallet.stack import DocumentStack
from services.intake.wallet.storage.reading import Corrupt, checked
from services.intake.wallet.storage.store import Missing, StorageUnavailable
from services.intake.wallet.verdicts import perform_verdict
from shared.base.locks import AdvisoryLock
from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.shell.transaction import Shell, Unavailable
from shared.persistence.connecting import connected
from shared.persistence.transience import DATABASE_AWAY
from shared.runtime.service import Background, Loop
from shared.telemetry import metrics

log = logging.getLogger(__name__)
BATCH = 20
POLL_S = 5.0
FIRST_DELAY_S, LONGEST_DELAY_S = 1.0, 60.0
FAILURES_IN_A_ROW = 3
"""After so many the scanner is taken to be unavailable: the rest of the batch waits too."""
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

    def __init__(self, stack: DocumentStack, shell: Shell) -> None:
        self.stack, self.shell = stack, shell
        self._beat: Callable[[], None] = lambda: None
        self._database = Outage(log, "scans wait, database away")
        self._scanner = Outage(log, "not scanned, tried again later")
        self._postponed: dict[str, tuple[float, int]] = {}
        """By document: until when it is postponed, and how often the scanner was unavailable for it."""

    async def run(self, progress: Progress) -> None:
        """Scan until cancelled."""
        self._beat = partial(progress.beat, "scans")
        while True:
            self._beat()
            self.stack.uploaded.clear()
            try:
                scanned = await self.scan_some()
                self._database.over()
            except (Unavailable, *DATABASE_AWAY) as error:
                self._database.note(error)
                scanned = 0
            if scanned < BATCH:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.stack.uploaded.wait(), POLL_S)

    async def scan_some(self) -> int:
        """Scan a batch, if no other replica does; give how many have a verdict now."""
        async with connected(self.shell.pool) as conn:
            if not await conn.fetchval("SELECT pg_try_advisory_lock($1)", AdvisoryLock.DOCUMENT_SCANS):
                return 0
            try:
                return await self._scan_batch(await conn.fetch(UNSCANNED, self._postponed_ids(), BATCH))
            finally:
                await self._report_waiting(conn)
                await conn.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.DOCUMENT_SCANS)

    async def _report_waiting(self, conn: asyncpg.Connection) -> None:
        row = await conn.fetchrow(WAITING, self.shell.context.clock.now())
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
                await perform_verdict(self.shell, document["id"], scanned)
                done += 1
        return done

    async def _scanned(self, document: str, digest: str) -> Scanned | None:
        """The verdict; None: scanner or store is unavailable, the document stays in quarantine."""
        try:
            async with checked(self.stack.store, digest) as content:
                scan = await self.stack.scanner.scan(content)
        except (Corrupt, Missing) as error:
            log.error("content corrupt", extra={"document": document, "error": repr(error)})
            return Scanned(verdict=Verdict.UNSCANNABLE, signature="content_corrupt")
        except (ScannerUnavailable, StorageUnavailable) as error:
            self._postpone(document, error)
            return None
        self._postponed.pop(document, None)
        self._scanner.over()
        metrics.DOCUMENT_SCANS.labels(scan.finding).inc()
        return Scanned(verdict=Verdict(scan.finding), signature=scan.signature)

    def _postpone(self, document: str, error: Exception) -> None:
        _, times = self._postponed.get(document, (0.0, 0))
        delay = min(FIRST_DELAY_S * 2.0**times, LONGEST_DELAY_S)
        self._postponed[document] = (time.monotonic() + delay, min(times + 1, 10))
        metrics.DOCUMENT_SCANS.labels("away").inc()
        self._scanner.note(error)

    def _postponed_ids(self) -> list[str]:
        now = time.monotonic()
        return [document for document, (until, _) in self._postponed.items() if until > now]


def _loop(app: FastAPI, shell: Shell) -> Loop:
    return Scans(app.state.documents, shell).run


SCANS = Background(name="scans", acts=(record_verdict,), loop=_loop)
