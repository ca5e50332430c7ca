"""A service lives through its past again, in memory; what comes of it is written in one go.

The acts are performed as the shell performs them (shared/delivery/shell/batch.py), but on states that stay at hand: no
transaction and no row for each event. All states must fit into memory: a few KB for each aggregate.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from deploy.console.awaited import NAMES, Awaited
from deploy.console.replaying import Heard, ReplayClock
from deploy.console.told import Retelling, Told
from shared.acts.moment import Moment
from shared.delivery.deadlines.due_messages import Firing
from shared.delivery.shell.act_context import ActContext
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.batch import Batch
from shared.delivery.shell.messages import Incoming, Message
from shared.runtime.service import Service

log = logging.getLogger(__name__)
Pair = tuple[str, str]


@dataclass(slots=True)
class Reliving:
    """What was lived through so far."""

    service: Service
    context: ActContext
    clock: ReplayClock
    told: Told
    passed_over: frozenset[str]
    """Ids of parked records that an operator dropped."""
    journaled: frozenset[str]
    """Aggregates whose journal is there."""
    held: dict[Pair, Loaded] = field(default_factory=dict)
    changed: dict[Pair, datetime] = field(default_factory=dict)
    """Aggregates, and when they were changed last, since they were written last."""
    seen: set[Pair] = field(default_factory=set)
    """Messages with the aggregates that they were for."""
    unwritten: list[Pair] = field(default_factory=list)
    """Those of them that the inbox does not have yet."""
    awaited: Awaited = field(default_factory=Awaited)
    outbox: list[tuple[Any, ...]] = field(default_factory=list)
    """What the world may not have been told, in order; never written, for who knows by then what is on its way."""
    journal: list[tuple[Any, ...]] = field(default_factory=list)
    concerned: set[str] = field(default_factory=set)
    waiting_keys: set[bytes] = field(default_factory=set)
    """Keys with a record that was set aside: what follows waits behind it."""

    def perform(self, found: Sequence[Heard]) -> None:
        """Perform what was heard on one legal day, after the deadlines that had fallen due by then."""
        self.time_passes(found[0].at)
        self.clock.at = max(self.clock.at, found[-1].at)
        self._perform([message for one in found for message in one.messages if self._is_new(message)])

    def time_passes(self, until: datetime) -> None:
        """Fire what falls due until then, each at its own time."""
        firing = Firing(self.service.name, self.service.aggregates)
        while due := self.awaited.take_due(until):
            rows = [dict(zip(NAMES, row, strict=True)) for row in due]
            self.clock.at = max(self.clock.at, rows[0]["due_at"])
            for row, kept in zip(rows, due, strict=True):
                try:
                    self._perform([firing.message_of(row)])
                except Exception:
                    log.exception("deadline failed, stays set", extra={"act": row["kind"]})
                    self.awaited.put_back([kept])
        self.clock.at = max(self.clock.at, until)

    def _is_new(self, message: Message) -> bool:
        """Not heard before, and not dropped by an operator."""
        target = message.target if isinstance(message, Incoming) else message.message
        pair = (message.message, target)
        if pair in self.seen or (self.passed_over and _parked_as(message) in self.passed_over):
            return False
        self.seen.add(pair)
        self.unwritten.append(pair)
        return True

    def _perform(self, messages: Sequence[Message]) -> None:
        effects = Retelling(
            self.service.name, self.clock.now(), told=self.told, concerned=self.concerned, journaled=self.journaled
        )
        batch = Batch(effects, self.held, self._moment)
        for message in messages:
            if isinstance(message, Incoming):
                place = (message.aggregate.name, message.target)
                self.held.setdefault(place, Loaded(message.aggregate, message.target))
                self.changed[place] = effects.now
            batch.take(message, self.waiting_keys)
        self.outbox += effects.outbox
        self.journal += effects.journal
        self.awaited.update(effects.deadlines)

    def _moment(self, message: Incoming) -> Moment:
        return Moment(
            at=self.clock.now(),
            actor=message.actor,
            message=message.message,
            programmes=self.context.programmes,
            calendar=self.context.calendar,
        )


def _parked_as(message: Message) -> str:
    return message.parked if isinstance(message, Incoming) else message.message
