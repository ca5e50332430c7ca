"""Repairs what can be repaired honestly; what it leaves is for a human, and stays named.

unheard  performed now through the shell; the inbox removes repeats, what the topic has already is not told again
ahead    follows from the same, where the lost acts came by Kafka or by the calendar: lived through again at their own
         time. Lost commands cannot be known: their events are named in the journal, and numbering goes on behind them
state    told again from the database
untold   bodies are not kept once they were sent: named only
offset   the consumer begins again by itself at the first record that is kept: named only
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import asyncpg

from shared.delivery.kafka.positions import keep_positions
from shared.delivery.kafka.programme_follower import remember
from shared.delivery.recovery.audit import journal_operation
from shared.delivery.recovery.comparison import Comparison
from shared.delivery.recovery.gaps import Ahead, Gap, Kind
from shared.delivery.recovery.installation import Installation, RecoverableService
from shared.delivery.recovery.publishing_once import ContradictsTheTopic, PublishingOnce
from shared.delivery.recovery.replay import Arrival, Replay, ReplayClock, arrival_of, in_order_of_time
from shared.delivery.recovery.shell_target import ShellTarget
from shared.delivery.recovery.snapshot import public_of
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.claim import claim
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.messages import Cause
from shared.delivery.shell.store import Conn, write
from shared.delivery.shell.transaction import Unavailable
from shared.persistence.connecting import open_pool


@dataclass(slots=True)
class Repair:
    """Repairs one service for one operator."""

    installation: Installation
    service: RecoverableService
    pool: asyncpg.Pool
    found: Comparison
    by: str
    done: list[str] = field(default_factory=list)

    async def all(self) -> list[str]:
        """Repair; say what was done."""
        await self._perform_the_unheard()
        await self._number_on()
        for gap in self.found.gaps:
            if gap.kind is Kind.STATE and gap.service == self.service.name:
                await self._tell_state_again(gap)
        return self.done

    async def _perform_the_unheard(self) -> None:
        own = [one for one in self.found.ahead if one.service == self.service.name]
        at = {one.envelope.causation: one.envelope.time for one in own}
        missed = [arrival_of(self.service, raw, at.get) for raw in self.found.unheard[self.service.name]]
        clock, context = ReplayClock(), self.installation.act_context()
        await remember(context, self.pool)
        shell = PublishingOnce(self.service.name, self.pool, ActContext(clock, context.programmes, context.calendar))
        shell.known = {(one.envelope.subject, one.envelope.sequence): one for one in own}
        replay = Replay(ShellTarget(self.service, shell, self.pool), clock)
        performed = [await self._perform(replay, one) for one in in_order_of_time(missed)]
        times: list[datetime] = [one.envelope.time for one in own if one.envelope.time]
        if times:
            await self._attempt("deadlines", replay.time_passes(max(times)))
        if any(performed):
            async with self.pool.acquire() as conn, conn.transaction():
                outcome = f"{sum(performed)} records performed that were passed over"
                await journal_operation(
                    conn, at=self._now(), act="reconcile", by=self.by, about=self.service.name, outcome=outcome
                )

    async def _perform(self, replay: Replay, one: Arrival) -> bool:
        where = f"{one.place[0]}/{one.place[1]}@{one.place[2]}"
        if not await self._attempt(where, replay.perform([one])):
            return False
        self.done.append(f"{self.service.name}: performed {where}")
        return True

    async def _attempt(self, what: str, doing: Any) -> bool:  # noqa: ANN401  # a coroutine
        try:
            await doing
        except (ContradictsTheTopic, Unavailable) as error:
            self.done.append(f"{self.service.name}: left alone, {what}: {error}")
            return False
        return True

    async def _number_on(self) -> None:
        """Aggregates that lost commands: no sequence is used twice, and what is lost is in the journal.

        They are looked for now: some are there only since what was passed over was performed.
        """
        for subject, lost in self._by_subject().items():
            async with self.pool.acquire() as conn, conn.transaction():
                names = await self._go_on_behind(conn, subject, lost)
            if names:
                last = max(one.envelope.sequence for one in lost)
                self.done.append(f"{self.service.name}: {subject} goes on behind event {last}; for a human: {names}")

    async def _go_on_behind(self, conn: Conn, subject: str, lost: Sequence[Ahead]) -> str:
        """Number an aggregate on; give the names of what is lost: nothing where it is whole, or is not there at all."""
        last = max(one.envelope.sequence for one in lost)
        for aggregate in self.service.aggregates:
            table = aggregate.table.name
            found = await conn.fetch(
                f"SELECT events, dossier::text FROM {table} WHERE id = $1 AND events < $2 FOR UPDATE", subject, last
            )
            for events, dossier in found:
                await conn.execute(f"UPDATE {table} SET events = $2 WHERE id = $1", subject, last)
                missed = (one for one in lost if one.envelope.sequence > events)
                names = ", ".join(f"{one.name} ({one.envelope.sequence})" for one in missed)
                await journal_operation(
                    conn, at=self._now(), act="note_lost_acts", by=self.by, about=subject,
                    outcome=f"told, and not remembered: {names}", dossier=dossier,
                )  # fmt: skip
                return names
        return ""

    def _now(self) -> datetime:
        return self.installation.clock().now()

    def _by_subject(self) -> dict[str, list[Ahead]]:
        lost: dict[str, list[Ahead]] = {}
        for one in self.found.ahead:
            if one.service == self.service.name:
                lost.setdefault(one.envelope.subject, []).append(one)
        return lost

    async def _tell_state_again(self, gap: Gap) -> None:
        aggregate, now = next(one for one in self.service.aggregates if one.snapshot), self._now()
        async with self.pool.acquire() as conn, conn.transaction():
            one = (await claim(conn, [], {aggregate: {gap.place}}, set())).loaded[aggregate.name, gap.place]
            if one.state is None:
                return
            public = public_of(aggregate, aggregate.encode(one.state))
            if public is None:
                return
            effects = Effects(self.service.name, now)
            effects.tell(one, public, Cause(gap.place, None, None), one.events)
            await write(conn, *effects.writing())
            await journal_operation(
                conn,
                at=now,
                act="tell_state_again",
                by=self.by,
                about=gap.place,
                outcome="performed",
                dossier=gap.dossier or None,
            )
        self.done.append(f"{self.service.name}: state of {gap.place} told again")


async def repair(installation: Installation, found: Comparison, by: str, services: Sequence[str]) -> list[str]:
    """Repair all services; say what was done."""
    done = []
    for name in services:
        pool = await open_pool(installation.database_url(name), 3)
        try:
            done += await Repair(installation, installation.service_named(name), pool, found, by).all()
            await keep_positions(pool, found.passed[name])
        finally:
            await pool.close()
    return done
