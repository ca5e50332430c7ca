"""Bringing parked records back through the same shell that set them aside, in order per key."""

import asyncio
import heapq
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

import asyncpg
from msgspec import structs

from shared.delivery.kafka.origin_check import NOT_THE_OWNERS
from shared.delivery.kafka.programme_follower import remember
from shared.delivery.recovery.audit import journal_operation
from shared.delivery.recovery.installation import RecoverableService
from shared.delivery.recovery.parked import Parked
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.claim import claim
from shared.delivery.shell.effects import PARKED_COLUMNS
from shared.delivery.shell.messages import Incoming, Performed, Rejected, Skipped, Unusable
from shared.delivery.shell.store import Addition, write
from shared.delivery.shell.transaction import Shell
from shared.identity.actor import Actor, Role
from shared.persistence.transience import BadValue

UNDER_WAY_S = 20.0
READABLE = "readable"
"""Reason of a record that could not be read when it was parked, and can be now."""


@dataclass(slots=True)
class Outcome:
    """What became of the records of one key."""

    done: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    """Settled by another operator meanwhile."""
    stopped_at: str | None = None
    why: str = ""


class Redriver:
    """Redrives for one operator in one service."""

    def __init__(self, service: RecoverableService, pool: asyncpg.Pool, by: str, context: ActContext) -> None:
        self.service = service
        self.pool = pool
        self.shell = Shell(service.name, pool, context)
        self.operator = Actor(by, frozenset({Role.SYSTEM}))

    async def redrive(self, key: bytes, asked: set[str]) -> Outcome:
        """Perform the asked records of a key and all that is held behind them, in order.

        Stops at the first that cannot be taken, and at one that was set aside for a reason of its own and not asked
        for: what is behind it stays behind it. Records without key stand each for itself, and so do those that their
        owner did not send: one that cannot be taken stops none behind it.
        """
        outcome, asked = Outcome(), set(asked)
        await remember(self.shell.context, self.pool)
        while rows := await self._waiting(key, asked):
            for one in rows:
                if one.id not in asked and one.row["reason"] != "held":
                    return replace(outcome, stopped_at=one.id, why=f"{one.row['reason']}, not asked for")
                fault = await self._one(one, outcome, asked)
                if fault and one.row["reason"] in NOT_THE_OWNERS:
                    asked.discard(one.id)
                    outcome.stopped_at, outcome.why = one.id, fault
                    continue
                if fault:
                    return replace(outcome, stopped_at=one.id, why=fault)
                if one.row["aggregate"] is None:
                    break  # by now it may stand there as several, one for each aggregate
        return outcome

    async def _waiting(self, key: bytes, asked: set[str]) -> list[Parked]:
        """The records of the key in order; once more when all that was under way has ended, for one may have come."""
        found = await self._parked(key, asked)
        if not found and key:
            await _until_nothing_is_under_way(self.pool)
            found = await self._parked(key, asked)
        return found

    async def _parked(self, key: bytes, asked: set[str]) -> list[Parked]:
        rows = await self.pool.fetch(
            "SELECT * FROM parked WHERE status = 'parked' AND sha256(key) = sha256($1::bytea) AND key = $1 "
            "AND ((key <> '' AND reason <> ALL($3::text[])) OR id = ANY($2::uuid[])) "
            "ORDER BY topic, partition, position, reason = 'held', id",
            key,
            list(asked),
            list(NOT_THE_OWNERS),
        )
        return in_order([Parked(self.service.name, row) for row in rows])

    async def _one(self, one: Parked, outcome: Outcome, asked: set[str]) -> str | None:
        """Perform one; give what is against it."""
        messages = self.service.subscriptions.read(one.record)
        unreadable = next((message for message in messages if isinstance(message, Unusable)), None)
        if unreadable:
            return f"{unreadable.reason}: {unreadable.detail}"
        incoming = [message for message in messages if isinstance(message, Incoming)]
        if one.row["aggregate"] is None:
            asked |= await self._spread(one, incoming)
            return None
        message = next((message for message in incoming if message.parked == one.id), None)
        if message is None:
            return "no act answers it any more"
        return await self._perform(structs.replace(message, channel=Channel.REDRIVE, actor=self.operator), outcome)

    async def _perform(self, message: Incoming, outcome: Outcome) -> str | None:
        try:
            (result,) = await self.shell.perform([message])
        except BadValue as error:
            return f"value_refused: {error}"
        if isinstance(result, Performed):
            outcome.done.append(message.parked)
        elif isinstance(result, Skipped):
            outcome.elsewhere.append(message.parked)
        return f"{result.code}: {result.facts}" if isinstance(result, Rejected) else None

    async def _spread(self, one: Parked, messages: Sequence[Incoming]) -> set[str]:
        """Put an unreadable record that can be read now in its place once per aggregate; give the new ids.

        An aggregate that has heard of the event meanwhile (the topic was read again) is left out.
        """
        now = self.shell.context.clock.now()
        async with self.pool.acquire() as conn, conn.transaction():
            taken = await conn.execute(
                "UPDATE parked SET status = 'redriven', settled_at = $2, settled_by = $3 "
                "WHERE id = $1::uuid AND status = 'parked'",
                one.id,
                now,
                self.operator.id,
            )
            if taken == "UPDATE 0":
                return set()
            fresh = (await claim(conn, [(message.message, message.target) for message in messages], {}, set())).new
            new = [message for message in messages if (message.message, message.target) in fresh]
            rows = [self._row(one, message) for message in new]
            await write(conn, [Addition("parked", PARKED_COLUMNS, rows)])
            await journal_operation(
                conn, at=now, act="redrive_parked", by=self.operator.id, about=one.id,
                outcome=f"readable now, for {len(new)} aggregates", dossier=one.dossier,
            )  # fmt: skip
            return {message.parked for message in new}

    @staticmethod
    def _row(one: Parked, message: Incoming) -> tuple[object, ...]:
        own = {"id": message.parked, "status": "parked", "reason": READABLE, "aggregate": message.target}
        return tuple({**one.row, **own}[name] for name, _ in PARKED_COLUMNS)


def in_order(rows: Sequence[Parked]) -> list[Parked]:
    """By position within a partition, whatever the clocks said; partitions are merged by time."""
    lanes = [list(lane) for _, lane in groupby(rows, key=lambda one: (one.row["topic"], one.row["partition"]))]
    return list(heapq.merge(*lanes, key=lambda one: one.row["parked_at"]))


async def _until_nothing_is_under_way(pool: asyncpg.Pool) -> None:
    """Wait for the transactions that run now: one of them may have seen our record parked, and hold another behind."""
    now = await pool.fetchval("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
    with suppress(TimeoutError):
        async with asyncio.timeout(UNDER_WAY_S):
            while not await pool.fetchval("SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::text::xid8", now):  # noqa: ASYNC110  # nobody tells
                await asyncio.sleep(0.05)


async def drop_record(pool: asyncpg.Pool, one: Parked, by: str, reason: str, at: datetime) -> bool:
    """Give a parked record up for good, with a journal entry. False: somebody settled it before."""
    async with pool.acquire() as conn, conn.transaction():
        taken = await conn.execute(
            "UPDATE parked SET status = 'dropped', settled_at = $2, settled_by = $3 "
            "WHERE id = $1::uuid AND status = 'parked'",
            one.id,
            at,
            by,
        )
        if taken == "UPDATE 0":
            return False
        await journal_operation(
            conn, at=at, act="drop_parked", by=by, about=one.id, outcome=reason, dossier=one.dossier
        )
        return True
