"""The door of time: deadlines that fell due become messages."""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

import asyncpg
import msgspec

from shared.acts.act import AnyAct
from shared.acts.due import Deadline
from shared.delivery.aggregates import Aggregate
from shared.delivery.incoming import Cause, Door, Incoming, Turned
from shared.delivery.shell import Shell, Unavailable
from shared.identity.actor import Actor
from shared.runtime.progress import Progress

log = logging.getLogger(__name__)
BATCH = 500
LONGEST_SLEEP_S = 30.0
SIMULATED_POLL_S = 0.25


class Scheduler:
    """Fires the deadlines of one service. The deadline's kind is the name of the act."""

    def __init__(self, shell: Shell, aggregates: tuple[Aggregate[Any], ...]) -> None:
        self.shell = shell
        self.acts: dict[str, tuple[AnyAct, Aggregate[Any]]] = {
            act.name: (act, aggregate) for aggregate in aggregates for act in aggregate.life.acts.values()
        }
        self.actor = Actor.system(f"{shell.service}-clock")

    async def run(self, progress: Progress) -> None:
        """Fire due deadlines until cancelled."""
        while True:
            progress.beat("scheduler")
            try:
                fired, next_due = await self.fire_due()
            except (Unavailable, OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("deadlines wait, database away", extra={"error": repr(error)})
                await asyncio.sleep(1.0)
                continue
            if fired < BATCH:
                await asyncio.sleep(self._pause(next_due))

    def _pause(self, next_due: datetime | None) -> float:
        clock = self.shell.world.clock
        if not clock.steady:
            return SIMULATED_POLL_S
        if next_due is None:
            return LONGEST_SLEEP_S
        return min(max((next_due - clock.now()).total_seconds(), 0.05), LONGEST_SLEEP_S)

    async def fire_due(self) -> tuple[int, datetime | None]:
        """Fire one batch, oldest first; give how many and when the next one is due."""
        async with self.shell.pool.acquire(timeout=5) as conn:
            rows = await conn.fetch(
                "SELECT id, aggregate, kind, due_at, derivation::text, facts::text, correlation, traceparent "
                "FROM deadlines ORDER BY due_at LIMIT $1",
                BATCH,
            )
        now = self.shell.world.clock.now()
        due = [row for row in rows if row["due_at"] <= now]
        if due:
            outcomes = await self.shell.perform([self._incoming(row) for row in due])
            for row, outcome in zip(due, outcomes, strict=True):
                if isinstance(outcome, Turned):
                    log.warning("deadline refused", extra={"kind": row["kind"], "code": outcome.code})
        upcoming = rows[len(due)]["due_at"] if len(due) < len(rows) else None
        return len(due), upcoming

    def _incoming(self, row: asyncpg.Record) -> Incoming:
        act, aggregate = self.acts[row["kind"]]
        payload = Deadline(
            kind=row["kind"],
            due_at=row["due_at"],
            derivation=msgspec.json.decode(row["derivation"], type=tuple[str, ...]),
            facts=msgspec.json.decode(row["facts"], type=dict[str, str]),
        )
        return Incoming(
            message=str(row["id"]),
            door=Door.DEADLINE,
            act=act,
            aggregate=aggregate,
            target=str(row["aggregate"]),
            payload=payload,
            actor=self.actor,
            cause=Cause(row["correlation"], str(row["id"]), row["traceparent"]),
            digest=sha256(msgspec.json.encode(payload)).digest(),
        )


async def stop(task: asyncio.Task[None]) -> None:
    """Cancel a background loop and wait for its end."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
