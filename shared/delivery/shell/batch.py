"""The pure middle of the shell: takes messages one by one, performs their acts in memory, collects the effects."""

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from shared.acts.change import CancelDeadline, Change
from shared.acts.moment import Moment
from shared.acts.refusal import Refused
from shared.delivery.inbox.dedup import answer
from shared.delivery.journal.entry import Entry
from shared.delivery.kafka.origin_check import NOT_THE_OWNERS
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.channels import POLICIES, KnownBy, Then
from shared.delivery.shell.effects import Effects, deadline_note, deadline_row
from shared.delivery.shell.messages import (
    Cause,
    Incoming,
    Message,
    Outcome,
    Parked,
    Performed,
    Rejected,
    Skipped,
    Unusable,
    unusable_of,
)
from shared.programme.faults import UnknownProgrammeVersion
from shared.telemetry.propagation import current_traceparent, within
from shared.telemetry.span import Span
from shared.telemetry.spans import act_span, deadline_span

log = logging.getLogger(__name__)
MomentOf = Callable[[Incoming], Moment]


class _Done(NamedTuple):
    """What an act that was performed leaves for its journal entry."""

    told: Sequence[str]
    cause: Cause
    frozen: bytes | None
    deadlines: str | None


class Batch:
    """One batch in the hands of the shell, between loading and storing."""

    def __init__(self, effects: Effects, loaded: Mapping[tuple[str, str], Loaded], moment_of: MomentOf) -> None:
        self.effects = effects
        self.loaded = loaded
        self.moment_of = moment_of
        self._span = current_traceparent()
        """The span of the batch of records; None where messages only happen to share a transaction."""

    def take(self, message: Message, waiting_keys: set[bytes]) -> Outcome:
        """Perform one message. Its record's key joins `waiting_keys` when it is parked, so that what follows waits."""
        if isinstance(message, Unusable):
            return self._park(message, None, waiting_keys)
        record = message.record
        policy = POLICIES[message.channel]
        if policy.waits_behind_parked and record and record.key in waiting_keys:
            return self._park(unusable_of(message, "held", "behind a parked record of the same key"), message, set())
        if policy.known_by is KnownBy.DEADLINE_ROW and (message.target, message.act.name) in self.effects.deadlines:
            return Skipped()
        try:
            return self._perform(message)
        except Refused as refusal:
            return self._refused(message, refusal, policy.on_refusal, waiting_keys)
        except Exception as error:
            if policy.on_failure is Then.RAISE:
                raise
            return self._failed(message, error, policy.on_failure, waiting_keys)

    def _refused(self, message: Incoming, refusal: Refused, then: Then, waiting_keys: set[bytes]) -> Outcome:
        """The act refuses: the refusal is journaled, then the sender is told or the record is set aside."""
        self._enter(message, self.loaded[message.aggregate.name, message.target], refusal.code)
        if then is Then.REJECT:
            return Rejected(refusal.code, refusal.facts)
        return self._park(unusable_of(message, refusal.code, str(refusal.facts)), message, waiting_keys)

    def _failed(self, message: Incoming, error: Exception, then: Then, waiting_keys: set[bytes]) -> Outcome:
        """A mistake in the act: the record is set aside, or stays so."""
        if then is Then.REJECT:
            return Rejected("act_failed", {"error": repr(error)})
        state = self.loaded[message.aggregate.name, message.target].state
        facts = {"act": message.act.name, "message_id": message.message, "dossier": state.dossier if state else None}
        with within(message.cause.traceparent):  # the trace of the message, which journal and parked record know too
            log.error("act failed", exc_info=error, extra=facts)
        return self._park(unusable_of(message, "act_failed", repr(error)), message, waiting_keys)

    def _perform(self, message: Incoming) -> Outcome:
        one = self.loaded[message.aggregate.name, message.target]
        moment = self.moment_of(message)
        message.act.admit(one.state, message.payload, moment)
        if one.state is None and not message.aggregate.life.targets(None, message.act.name):
            raise Refused("not_found")
        one.expect(message.expected_version)
        with self._act_span(message) as span:
            if span.recorded:
                dossier = one.state.dossier if one.state is not None else None
                span.note({"dossier.id": dossier, "aggregate.id": one.id, "act.rule": message.act.rule})
            change = self._change(message, one, moment)
            told = self._apply(message, one, change, replace(message.cause, traceparent=span.traceparent))
            if span.recorded:
                span.note({"dossier.id": one.state.dossier})
        if POLICIES[message.channel].known_by is KnownBy.PARKED_ROW:
            self.effects.redriven[message.parked] = message.actor.id
        return Performed(told)

    def _act_span(self, message: Incoming) -> Span:
        if POLICIES[message.channel].known_by is KnownBy.DEADLINE_ROW:
            return deadline_span(message.act.name, message.cause.traceparent)
        return act_span(message.act.name, message.cause.traceparent, batch=self._span)

    def _change(self, message: Incoming, one: Loaded, moment: Moment) -> Change[Any]:
        """What the act makes of it. A programme version unknown here is a refusal; a deadline stays set for it."""
        try:
            return message.aggregate.life.perform(message.act, one.state, message.payload, moment)
        except UnknownProgrammeVersion as unknown:
            if POLICIES[message.channel].on_unknown_version is Then.RAISE:
                raise
            raise Refused("unknown_programme", detail=str(unknown)) from None

    def _apply(self, message: Incoming, one: Loaded, change: Change[Any], cause: Cause) -> dict[str, Any]:
        """Take the change over whole; should something in it prove impossible (an unknown event), not at all."""
        untouched, sent = one.noted(), len(self.effects.outbox)
        try:
            return self._take_over(message, one, change, cause)
        except Exception:
            one.return_to(untouched)
            del self.effects.outbox[sent:]
            raise

    def _take_over(self, message: Incoming, one: Loaded, change: Change[Any], cause: Cause) -> dict[str, Any]:
        before = message.aggregate.snapshot(one.state) if message.aggregate.snapshot and one.state else None
        one.state, one.dirty = change.state, True
        one.version += 1
        told = []
        for event in change.events:
            one.events += 1
            told.append(self.effects.tell(one, event, cause, one.events))
        self._publish_snapshot(message, one, before, cause)
        deadlines = {
            (one.id, d.kind): None if isinstance(d, CancelDeadline) else deadline_row(one.id, d, cause)
            for d in change.deadlines
        }
        self._enter(message, one, "performed", _Done(told, cause, change.digest, deadline_note(change.deadlines)))
        self.effects.deadlines.update(deadlines)
        return answer(message.aggregate.life, one.id, str(one.state.state), one.version, told)

    def _publish_snapshot(self, message: Incoming, one: Loaded, before: object | None, cause: Cause) -> None:
        if message.aggregate.snapshot is None:
            return
        after = message.aggregate.snapshot(one.state)
        if after is not None and after != before:
            self.effects.tell(one, after, cause, one.events)

    def _enter(self, message: Incoming, one: Loaded, outcome: str, done: _Done | None = None) -> None:
        known = one.state is not None
        if known:
            one.entries += 1
            one.dirty = True
        found, left = one.digests() if known else (None, None)
        entry = Entry(
            aggregate=one.id if known else None,
            entry=one.entries,
            dossier=one.state.dossier if known else None,
            at=self.effects.now,
            door=message.channel,
            act=message.act.name,
            rule=message.act.rule,
            actor=message.actor.id,
            roles=" ".join(sorted(message.actor.roles)),
            message=message.message,
            outcome=outcome,
            state=str(one.state.state) if known else None,
            version=one.version,
            events=" ".join(done.told) if done else "",
            digest=message.digest,
            trace=(done or message).cause.traceparent,
            frozen=done.frozen.hex() if done and done.frozen else None,
            state_found=found,
            state_left=left,
            deadlines=done.deadlines if done else None,
        )
        hash_ = self.effects.write_journal(entry, one.journal_head if known else b"")
        if known:
            one.journal_head = hash_

    def _park(self, unusable: Unusable, message: Incoming | None, waiting_keys: set[bytes]) -> Outcome:
        if unusable.record.key and unusable.reason not in NOT_THE_OWNERS:
            waiting_keys.add(unusable.record.key)
        self.effects.park(unusable, message.target if message else (unusable.instead_of or (None, None))[1])
        return Parked(unusable.reason)
