"""A replay into memory; its result is written in one go (rebuilt_schema.py).

The acts are performed as the shell performs them (shell/batch.py), but on states that stay in memory: no transaction
and no row for each event. All states must fit into memory: a few KB for each aggregate.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.acts.moment import Moment
from shared.delivery.deadlines.due_messages import Firing
from shared.delivery.recovery.deduplicating_effects import DeduplicatingEffects
from shared.delivery.recovery.installation import RecoverableService
from shared.delivery.recovery.pending_deadlines import NAMES, PendingDeadlines
from shared.delivery.recovery.published import Published
from shared.delivery.recovery.replay import ReplayClock
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.batch import Batch
from shared.delivery.shell.messages import Incoming, Message

log = logging.getLogger(__name__)
Pair = tuple[str, str]


@dataclass(slots=True)
class MemoryTarget:
    """What was replayed so far."""

    service: RecoverableService
    context: ActContext
    """Of the installation; acts are given the replay's clock instead of its clock."""
    clock: ReplayClock
    published: Published
    journaled: frozenset[str]
    """Aggregates that have a journal already."""
    loaded: dict[Pair, Loaded] = field(default_factory=dict)
    changed: dict[Pair, datetime] = field(default_factory=dict)
    """Aggregates changed since they were written last, and when."""
    seen: set[Pair] = field(default_factory=set)
    """Messages with the aggregates that they were for."""
    unwritten: list[Pair] = field(default_factory=list)
    """Those of them that the inbox does not have yet."""
    deadlines: PendingDeadlines = field(default_factory=PendingDeadlines)
    outbox: list[tuple[Any, ...]] = field(default_factory=list)
    """What may not have been published, in order; written at the cutover only, when no relay sends any more."""
    journal: list[tuple[Any, ...]] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)
    waiting_keys: set[bytes] = field(default_factory=set)
    """Keys with a record that was set aside: later records of the key wait behind it."""

    async def perform(self, messages: Sequence[Message]) -> None:
        """Perform those that are new."""
        self._perform([message for message in messages if self._is_new(message)])

    async def next_due(self, until: datetime) -> datetime | None:
        """When the next deadline falls due, if it does by then."""
        return self.deadlines.next_due(until)

    async def fire_due(self) -> bool:
        """Fire those that fall due first, all of the same time; one whose act fails stays set for the service."""
        firing = Firing(self.service.name, self.service.aggregates)
        for row in self.deadlines.take_due(self.clock.at):
            try:
                self._perform([firing.message_of(dict(zip(NAMES, row, strict=True)))])
            except Exception:
                log.exception("deadline failed, stays set", extra={"act": row[NAMES.index("kind")]})
                self.deadlines.put_back([row])
        return True

    def _is_new(self, message: Message) -> bool:
        target = message.target if isinstance(message, Incoming) else message.message
        pair = (message.message, target)
        if pair in self.seen:
            return False
        self.seen.add(pair)
        self.unwritten.append(pair)
        return True

    def _perform(self, messages: Sequence[Message]) -> None:
        effects = DeduplicatingEffects(
            self.service.name, self.clock.now(), published=self.published, incomplete=self.incomplete,
            journaled=self.journaled,
        )  # fmt: skip
        batch = Batch(effects, self.loaded, self._moment)
        for message in messages:
            if isinstance(message, Incoming):
                place = (message.aggregate.name, message.target)
                self.loaded.setdefault(place, Loaded(message.aggregate, message.target))
                self.changed[place] = effects.now
            batch.take(message, self.waiting_keys)
        self.outbox += effects.outbox
        self.journal += effects.journal
        self.deadlines.update(effects.deadlines)

    def _moment(self, message: Incoming) -> Moment:
        return Moment(
            at=self.clock.now(),
            actor=message.actor,
            message=message.message,
            programmes=self.context.programmes,
            calendar=self.context.calendar,
            target=message.target,
        )
