"""The shell: performs a batch of messages in one transaction.

    drop what was seen, lock the aggregates -> perform the acts in order -> save states, outbox, journal, deadlines

A batch succeeds or fails as a whole in the database, but never because of one message: acts run in memory, so a
refused or failing one is set aside by itself; should the database refuse a value, the batch is performed one by one.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import asyncpg

from shared.acts.moment import Moment, derived_id
from shared.calendar.periods import WorkingCalendar
from shared.delivery import store
from shared.delivery.aggregates import Aggregate, Held
from shared.delivery.batch import Batch
from shared.delivery.effects import Effects
from shared.delivery.incoming import Door, Incoming, Message, Outcome, Performed, Skipped, Turned, Unusable
from shared.delivery.memory import given_answers
from shared.delivery.shortage import Shortage
from shared.delivery.taking import Taken, take
from shared.delivery.transience import BadValue, is_bad_value, is_transient
from shared.persistence.connecting import connected
from shared.programme.document import ProgrammeDocument
from shared.runtime.clock import Clock
from shared.telemetry import metrics

log = logging.getLogger(__name__)
ATTEMPTS = 5
BUDGET_S = 20.0
AT_MOST_S = ATTEMPTS * BUDGET_S + 5.0
"""How long `perform` can take before it gives up."""


class Unavailable(Exception):
    """The database cannot be reached or is overloaded: nothing was performed, try again later."""


@dataclass(slots=True)
class World:
    """What acts may know besides their state and message. `programmes` is replaced when a version is published."""

    clock: Clock
    programmes: ProgrammeDocument
    calendar: WorkingCalendar


class Shell:
    """Performs batches for one service. `on_commit` is called after each batch that wrote to the outbox."""

    def __init__(self, service: str, pool: asyncpg.Pool, world: World) -> None:
        self.service, self.pool, self.world = service, pool, world
        self.on_commit: Callable[[], None] = lambda: None
        self.shortage = Shortage()

    async def perform(self, messages: Sequence[Message]) -> list[Outcome]:
        """Perform the messages in order; one outcome each. Unavailable: none of them was performed."""
        for attempt in range(ATTEMPTS):
            try:
                async with asyncio.timeout(BUDGET_S):
                    return await self._attempt(messages)
            except store.CreatedElsewhere:
                await asyncio.sleep(0.01 * attempt)
            except Exception as error:
                if is_bad_value(error):
                    return await self._one_by_one(messages, error)
                if not is_transient(error):
                    raise
                self.shortage.note(error)
                if attempt + 1 == ATTEMPTS:
                    raise Unavailable(repr(error)) from error
                await asyncio.sleep(0.05 * 2**attempt)
        raise Unavailable("the same aggregates keep being changed elsewhere")

    async def _one_by_one(self, messages: Sequence[Message], error: Exception) -> list[Outcome]:
        """The database refused a value of some message: find which, and set only that one aside.

        Commands and deadlines cannot be set aside: whoever sent several of them sends them one by one.
        """
        if len(messages) > 1 and any(message.record for message in messages):
            return [outcome for message in messages for outcome in await self.perform([message])]
        message = messages[0]
        if len(messages) > 1 or isinstance(message, Unusable) or message.record is None or message.door is Door.REDRIVE:
            raise BadValue(str(error)) from error
        unusable = Unusable(
            record=message.record, message=derived_id(message.message, message.target),
            reason="value_refused", detail=str(error),
            traceparent=message.cause.traceparent, instead_of=(message.message, message.target),
        )  # fmt: skip
        return await self.perform([unusable])

    async def _attempt(self, messages: Sequence[Message]) -> list[Outcome]:
        started = time.perf_counter()
        try:
            async with connected(self.pool) as conn, conn.transaction():
                outcomes, told = await self._transaction(conn, messages)
        except asyncpg.InterfaceError as error:
            raise ConnectionError(str(error)) from error
        if told:
            self.on_commit()
        self.shortage.over()
        door = next((m.door for m in messages if isinstance(m, Incoming)), Door.KAFKA)
        metrics.BATCH_SIZE.labels(door).observe(len(messages))
        metrics.BATCH_DURATION.labels(door).observe(time.perf_counter() - started)
        for (act, outcome), count in Counter(map(_counted, messages, outcomes)).items():
            metrics.ACTS.labels(self.service, act, outcome).inc(count)
        return outcomes

    async def _transaction(self, conn: store.Conn, messages: Sequence[Message]) -> tuple[list[Outcome], bool]:
        incoming = [m for m in messages if isinstance(m, Incoming)]
        taken = await self._take(conn, messages)
        held, waiting = taken.held, taken.waiting
        fresh = {f"{message}:{aggregate}" for message, aggregate in taken.new}
        fresh |= await store.still_set(conn, [m.message for m in incoming if m.door is Door.DEADLINE])
        fresh |= await store.still_parked(conn, [m.parked for m in incoming if m.door is Door.REDRIVE])
        answers = await given_answers(conn, {m.message: m.aggregate.life for m in incoming if m.door is Door.HTTP})
        effects = Effects(self.service, self.world.clock.now())
        batch = Batch(effects, held, partial(self._moment, effects.now))
        outcomes: list[Outcome] = []
        for message in messages:
            outcome = _settled(message, fresh, answers)
            if outcome is None:
                outcome = batch.take(message, waiting)
                if isinstance(outcome, Performed) and isinstance(message, Incoming) and message.door is Door.HTTP:
                    answers[message.message] = (message.digest, outcome.answer)
            outcomes.append(outcome)
        await self._save(conn, held, effects)
        return outcomes, bool(effects.outbox)

    @staticmethod
    async def _take(conn: store.Conn, messages: Sequence[Message]) -> Taken:
        pairs = [_inbox_pair(m) for m in messages if isinstance(m, Unusable) or m.door is Door.KAFKA]
        wanted: dict[Aggregate[Any], set[str]] = {}
        for message in messages:
            if isinstance(message, Incoming):
                wanted.setdefault(message.aggregate, set()).add(message.target)
        keys = {r.key for m in messages if (r := m.record) and r.key}
        return await take(conn, list(dict.fromkeys(pairs)), wanted, keys)

    def _moment(self, now: datetime, message: Incoming) -> Moment:
        """All messages of a batch are taken at one instant, the one that the journal notes."""
        return Moment(
            at=now, actor=message.actor, message=message.message,
            programmes=self.world.programmes, calendar=self.world.calendar,
        )  # fmt: skip

    async def _save(self, conn: store.Conn, held: dict[tuple[str, str], Held], effects: Effects) -> None:
        by_kind: dict[Aggregate[Any], list[Held]] = {}
        for _, one in sorted(held.items()):
            if one.dirty:
                by_kind.setdefault(one.aggregate, []).append(one)
        states = [store.saving(kind, ones, effects.now) for kind, ones in by_kind.items()]
        additions, changes = effects.writing()
        changed = [change for _, some in states for change in some]
        await store.write(conn, [*(fresh for fresh, _ in states), *additions], [*changed, *changes])


def _counted(message: Message, outcome: Outcome) -> tuple[str, str]:
    """Act and outcome as the metrics name them."""
    act = message.act.name if isinstance(message, Incoming) else "none"
    if isinstance(outcome, Performed):
        return act, "repeated" if outcome.repeated else "performed"
    return act, {Turned: "refused", Skipped: "repeated"}.get(type(outcome), "parked")


def _inbox_pair(message: Message) -> tuple[str, str]:
    if isinstance(message, Incoming):
        return message.message, message.target
    return message.instead_of or (message.message, message.message)


def _settled(message: Message, fresh: set[str], answers: dict[str, tuple[bytes, dict[str, Any]]]) -> Outcome | None:
    """The outcome of a message that was performed before; None: it is new."""
    if isinstance(message, Unusable) or message.door is Door.KAFKA:
        pair = ":".join(_inbox_pair(message))
        if pair not in fresh:
            return Skipped()
        fresh.discard(pair)
        return None
    if message.door is Door.HTTP:
        if message.message not in answers:
            return None
        digest, answer = answers[message.message]
        if digest != message.digest:
            return Turned("idempotency_key_reused", {})
        return Performed(answer, repeated=True)
    known = message.parked if message.door is Door.REDRIVE else message.message
    if message.door is Door.TASK or known in fresh:
        fresh.discard(known)
        return None
    return Skipped()
