"""Sweeps up after interrupted uploads: a staged content is promoted if a document names it, else removed later."""

import asyncio
import logging
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from fastapi import FastAPI

from services.intake.wallet.stack import DocumentStack
from services.intake.wallet.storage.folder import Folder
from services.intake.wallet.storage.store import Missing, Staged, StorageUnavailable, Store
from shared.base.locks import AdvisoryLock
from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.shell.transaction import Shell
from shared.persistence.connecting import connected
from shared.persistence.transience import DATABASE_AWAY
from shared.runtime.service import Background, Loop
from shared.telemetry import metrics

log = logging.getLogger(__name__)
PAUSE_S, BEAT_S, LONGEST_S = 60.0, 5.0, 600.0
GRACE = timedelta(hours=1)
"""Many times longer than any upload may wait for its commit, whatever the clocks of machine and store differ."""
NAMED = "SELECT DISTINCT sha256 FROM documents WHERE sha256 = ANY($1::text[])"


class Sweep:
    """The sweeping of one process; one replica sweeps at a time."""

    def __init__(self, stack: DocumentStack, shell: Shell) -> None:
        self.store: Store = stack.store
        self.shell = shell
        self._outage = Outage(log, "sweep waits, database or store away")

    async def run(self, progress: Progress) -> None:
        """Sweep until cancelled."""
        while True:
            progress.waits("sweep", LONGEST_S)
            try:
                await self.report_free_space()
                await self.sweep_once(datetime.now(UTC))
                self._outage.over()
            except (*DATABASE_AWAY, StorageUnavailable) as error:
                self._outage.note(error)
            for _ in range(int(PAUSE_S / BEAT_S)):
                progress.beat("sweep")
                await asyncio.sleep(BEAT_S)

    async def report_free_space(self) -> None:
        """Set the gauges of free space, where the store is a folder that exists already."""
        if isinstance(self.store, Folder):
            with suppress(FileNotFoundError):
                room = await asyncio.to_thread(shutil.disk_usage, self.store.root)
                metrics.DOCUMENTS_FREE.set(room.free)
                metrics.DOCUMENTS_CAPACITY.set(room.total)

    async def sweep_once(self, now: datetime) -> None:
        """Look at every staged content once. StorageUnavailable, or an error of the database: the rest waits."""
        left = await self.store.staged()
        if not left:
            return
        async with connected(self.shell.pool) as conn:
            if not await conn.fetchval("SELECT pg_try_advisory_lock($1)", AdvisoryLock.STAGED_CONTENTS):
                return
            try:
                # listed before it is asked who is named: a row committed in between only saves a content
                rows = await conn.fetch(NAMED, sorted({one.sha256 for one in left}))
                await self._settle(left, {row["sha256"] for row in rows}, now - GRACE)
            finally:
                await conn.execute("SELECT pg_advisory_unlock($1)", AdvisoryLock.STAGED_CONTENTS)

    async def _settle(self, left: Iterable[Staged], named: set[str], before: datetime) -> None:
        for staged in left:
            if staged.whole and staged.sha256 in named:
                await self._promoted(staged)
            elif staged.since < before:
                await self.store.discard(staged)
                log.info("content of no document removed", extra={"sha256": staged.sha256})

    async def _promoted(self, staged: Staged) -> None:
        try:
            await self.store.promote(staged)
        except Missing:
            log.info("staged content gone", extra={"sha256": staged.sha256})  # discarded by its own request


def _loop(app: FastAPI, shell: Shell) -> Loop:
    return Sweep(app.state.documents, shell).run


SWEEP = Background(name="sweep", acts=(), loop=_loop)
