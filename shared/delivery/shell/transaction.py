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
from datetime import datetime
from functools import partial
from typing import Any

import asyncpg

from shared.acts.moment import Moment, derived_id
from shared.base.backoff import Backoff
from shared.delivery.shell import store
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.aggregate import Aggregate, Loaded
from shared.delivery.shell.batch import Batch
from shared.delivery.shell.channels import ANSWERED, POLICIES, Channel, Then
from shared.delivery.shell.claim import Claim, claim
from shared.delivery.shell.duplicates import Duplicates, inbox_pairs
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.messages import Incoming, Message, Outcome, Performed, Rejected, Skipped, Unusable
from shared.delivery.shell.resource_errors import ResourceErrors
from shared.persistence.connecting import connected
from shared.persistence.transience import BadValue, is_bad_value, is_transient
from shared.telemetry import metrics

log = logging.getLogger(__name__)
ATTEMPTS = 5
BUDGET_S = 20.0
AT_MOST_S = ATTEMPTS * BUDGET_S + 5.0
"""How long `perform` can take before it gives up."""


class Unavailable(Exception):
    """The database cannot be reached or is overloaded: nothing was performed, try again later."""


class Shell:
    """Performs batches for one service. `on_commit` is called after each batch that wrote to the outbox."""

    def __init__(self, service: str, pool: asyncpg.Pool, context: ActContext) -> None:
        self.service, self.pool, self.context = service, pool, context
        self.on_commit: Callable[[], None] = lambda: None
        self.resource_errors = ResourceErrors()

    async def perform(self, messages: Sequence[Message]) -> list[Outcome]:
        """Perform the messages in order; one outcome each. Unavailable: none of them was performed."""
        backoff = Backoff(0.05, 1.0)
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
                self.resource_errors.note(error)
                if attempt + 1 == ATTEMPTS:
                    raise Unavailable(repr(error)) from error
                await backoff.pause()
        raise Unavailable("the same aggregates keep being changed elsewhere")

    async def _one_by_one(self, messages: Sequence[Message], error: Exception) -> list[Outcome]:
        """The database refused a value of some message: find which, and set only that one aside.

        Commands and deadlines cannot be set aside: whoever sent several of them sends them one by one.
        """
        if len(messages) > 1 and any(message.record for message in messages):
            return [outcome for message in messages for outcome in await self.perform([message])]
        message = messages[0]
        if len(messages) > 1 or isinstance(message, Unusable) or not _can_be_parked(message):
            raise BadValue(str(error)) from error
        assert message.record is not None
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
                outcomes, published = await self._transaction(conn, messages)
        except asyncpg.InterfaceError as error:
            raise ConnectionError(str(error)) from error
        if published:
            self.on_commit()
        self.resource_errors.over()
        channel = next((m.channel for m in messages if isinstance(m, Incoming)), Channel.KAFKA)
        metrics.BATCH_SIZE.labels(channel).observe(len(messages))
        metrics.BATCH_DURATION.labels(channel).observe(time.perf_counter() - started)
        for (act, outcome), count in Counter(map(_counted, messages, outcomes)).items():
            metrics.ACTS.labels(self.service, act, outcome).inc(count)
        return outcomes

    async def _transaction(self, conn: store.Conn, messages: Sequence[Message]) -> tuple[list[Outcome], bool]:
        claimed = await self._claim(conn, messages)
        loaded = claimed.loaded
        duplicates = await Duplicates.find(conn, messages, claimed.new)
        effects = Effects(self.service, self.context.clock.now())
        batch = Batch(effects, loaded, partial(self._moment, effects.now))
        outcomes: list[Outcome] = []
        for message in messages:
            outcome = duplicates.outcome_of(message)
            if outcome is None:
                outcome = batch.take(message, claimed.waiting)
                if type(outcome) is Performed and type(message) is Incoming and message.channel in ANSWERED:
                    duplicates.note(message, outcome.answer)
            outcomes.append(outcome)
        await self._save(conn, loaded, effects)
        return outcomes, bool(effects.outbox)

    @staticmethod
    async def _claim(conn: store.Conn, messages: Sequence[Message]) -> Claim:
        wanted: dict[Aggregate[Any], set[str]] = {}
        for message in messages:
            if isinstance(message, Incoming):
                wanted.setdefault(message.aggregate, set()).add(message.target)
        keys = {r.key for m in messages if (r := m.record) and r.key}
        return await claim(conn, inbox_pairs(messages), wanted, keys)

    def _moment(self, now: datetime, message: Incoming) -> Moment:
        """All messages of a batch are taken at one instant, the one that the journal notes."""
        return Moment(
            at=now, actor=message.actor, message=message.message,
            programmes=self.context.programmes, calendar=self.context.calendar, target=message.target,
        )  # fmt: skip

    async def _save(self, conn: store.Conn, loaded: dict[tuple[str, str], Loaded], effects: Effects) -> None:
        by_kind: dict[Aggregate[Any], list[Loaded]] = {}
        for _, one in sorted(loaded.items()):
            if one.dirty:
                by_kind.setdefault(one.aggregate, []).append(one)
        states = [store.saving(kind, ones, effects.now) for kind, ones in by_kind.items()]
        additions, changes = effects.writing()
        changed = [change for _, some in states for change in some]
        await store.write(conn, [*(fresh for fresh, _ in states), *additions], [*changed, *changes])


def _can_be_parked(message: Incoming) -> bool:
    return POLICIES[message.channel].on_failure is Then.PARK


def _counted(message: Message, outcome: Outcome) -> tuple[str, str]:
    """Act and outcome as the metrics name them."""
    act = message.act.name if isinstance(message, Incoming) else "none"
    if isinstance(outcome, Performed):
        return act, "repeated" if outcome.repeated else "performed"
    return act, {Rejected: "refused", Skipped: "repeated"}.get(type(outcome), "parked")
