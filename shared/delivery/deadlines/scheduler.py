"""The door of time: deadlines that fell due become messages."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncpg

from shared.base.outage import Outage
from shared.base.progress import Progress
from shared.delivery.deadlines.due_messages import Firing
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.messages import Incoming, Rejected
from shared.delivery.shell.transaction import AT_MOST_S, Shell, Unavailable
from shared.persistence.connecting import lent
from shared.persistence.transience import DATABASE_AWAY
from shared.telemetry import metrics
from shared.telemetry.propagation import within

log = logging.getLogger(__name__)
BATCH = 20
PAUSES = 3.0
"""Small batches, and after each a pause that many times as long: when very many fall due at once, readers, and the
services that hear of it, still get their turn."""
AHEAD = 20 * BATCH
DUE = (
    "SELECT id, aggregate, kind, due_at, derivation::text, facts::text, correlation, traceparent FROM deadlines "
    "WHERE due_at <= $1 AND kind = ANY($2::text[]) AND aggregate <> ALL($3::uuid[]) ORDER BY due_at, id LIMIT $4"
)
UPCOMING = (
    "SELECT due_at FROM deadlines "
    "WHERE due_at > $1 AND kind = ANY($2::text[]) AND aggregate <> ALL($3::uuid[]) ORDER BY due_at LIMIT 1"
)
LONGEST_SLEEP_S = 30.0
SIMULATED_POLL_S = 0.25
REST_S = 60.0


class Scheduler:
    """Fires the deadlines of one service."""

    def __init__(self, shell: Shell, aggregates: tuple[Aggregate[Any], ...]) -> None:
        self.shell = shell
        self.firing = Firing(shell.service, aggregates)
        self._failed: dict[str, float] = {}
        self._ahead: deque[asyncpg.Record] = deque()
        """Due when it was looked last and not fired yet; what another replica fired meanwhile comes to nothing."""
        self._upcoming: datetime | None = None
        self._database = Outage(log, "database away, deadlines wait")

    async def run(self, progress: Progress) -> None:
        """Fire due deadlines until cancelled."""
        while True:
            progress.waits("scheduler", AT_MOST_S)
            began = time.monotonic()
            try:
                fired, next_due = await self.fire_due()
                self._database.over()
            except (Unavailable, *DATABASE_AWAY) as error:
                self._database.note(error)
                self._ahead.clear()
                await asyncio.sleep(1.0)
                continue
            await asyncio.sleep(self._pause(next_due) if fired < BATCH else PAUSES * (time.monotonic() - began))

    def _pause(self, next_due: datetime | None) -> float:
        clock = self.shell.context.clock
        if not clock.steady:
            return SIMULATED_POLL_S
        if next_due is None:
            return LONGEST_SLEEP_S
        return min(max((next_due - clock.now()).total_seconds(), 0.05), LONGEST_SLEEP_S)

    async def fire_due(self) -> tuple[int, datetime | None]:
        """Fire one batch, oldest first; give how many and when the next one is due."""
        if not self._ahead:
            await self._look()
        due = self._next_batch()
        if due:
            await self._fire([self.firing.message_of(row) for row in due])
            self._note_delays([row["due_at"] for row in due])
        return len(due), self._upcoming

    async def _look(self) -> None:
        """See what is due, for many batches at once: among very many that fall due together, the search costs most."""
        chosen = (self.shell.context.clock.now(), list(self.firing.acts), list(self._resting()))
        async with lent(self.shell.pool, 5) as conn:
            self._ahead.extend(await conn.fetch(DUE, *chosen, AHEAD))
            self._upcoming = await conn.fetchval(UPCOMING, *chosen)

    def _next_batch(self) -> list[asyncpg.Record]:
        resting, batch = self._resting(), list[asyncpg.Record]()
        while self._ahead and len(batch) < BATCH:
            row = self._ahead.popleft()
            if str(row["aggregate"]) not in resting:
                batch.append(row)
        return batch

    def _note_delays(self, due: Sequence[datetime]) -> None:
        """A clock that jumps makes everything late: only a steady one is worth a measure."""
        clock = self.shell.context.clock
        if clock.steady:
            for due_at in due:
                metrics.DEADLINE_DELAY.observe(max((clock.now() - due_at).total_seconds(), 0.0))

    async def _fire(self, deadlines: Sequence[Incoming]) -> None:
        """Fire them together; should one of them break the batch, one by one."""
        try:
            await self._perform(deadlines)
        except Unavailable:
            raise
        except Exception:
            for one in deadlines:
                if one.target not in self._resting():
                    await self._fire_alone(one)

    async def _fire_alone(self, deadline: Incoming) -> None:
        """One that fails stays set and is fired again after a rest."""
        try:
            await self._perform([deadline])
        except Unavailable:
            raise
        except Exception:
            self._failed[deadline.target] = time.monotonic() + REST_S
            with within(deadline.cause.traceparent):
                log.exception("deadline failed, stays set", extra={"act": deadline.act.name})

    async def _perform(self, deadlines: Sequence[Incoming]) -> None:
        for one, outcome in zip(deadlines, await self.shell.perform(deadlines), strict=True):
            if isinstance(outcome, Rejected):
                with within(one.cause.traceparent):
                    log.warning("deadline refused", extra={"act": one.act.name, "code": outcome.code})

    def _resting(self) -> Collection[str]:
        """Aggregates with a deadline that failed a moment ago: those behind it wait, in order, those of others fire."""
        now = time.monotonic()
        self._failed = {aggregate: until for aggregate, until in self._failed.items() if until > now}
        return self._failed


async def stop(task: asyncio.Task[None]) -> None:
    """Cancel a background loop and wait for its end."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
