"""What a service listens to, as data: which act each event leads to, on which aggregate."""

import logging
import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from shared.acts.act import AnyAct
from shared.acts.moment import derived_id
from shared.contracts.envelope import Envelope, Unreadable, read_envelope, read_event
from shared.contracts.kafka_names import KafkaNames
from shared.contracts.origin import check_origin, check_subject, known_wire
from shared.contracts.registry import WIRES
from shared.delivery.kafka.origin_check import check_signature, sender_first
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.messages import Cause, Incoming, Message, Record, Unusable
from shared.identity.actor import Actor
from shared.signing.verifier import Verifier
from shared.telemetry.propagation import within

log = logging.getLogger(__name__)
MOST_TARGETS = 1000
"""Aggregates that one event may reach by one subscription: they share a transaction."""
_CANONICAL = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
"""Texts that are a UUID already as we write it: parsing each would cost as much as reading the whole record."""


@dataclass(frozen=True, slots=True)
class On:
    """When `event` arrives, perform `act` on each aggregate that `target` names: an attribute of the event, or a pure
    function of it, which gives one id, several in the order in which they are reached, or None."""

    event: type[Any]
    act: AnyAct
    aggregate: Aggregate[Any]
    target: str | Callable[[Any], str | Sequence[str] | None] = "dossier"

    def targets_of(self, event: object) -> Sequence[str]:
        """Ids of the aggregates, each once; none: this event is not for us. Unreadable: more than `MOST_TARGETS`."""
        found = getattr(event, self.target) if isinstance(self.target, str) else self.target(event)
        if found is None:
            return ()
        if isinstance(found, str):
            return (found,)
        if len(found) > MOST_TARGETS:
            raise Unreadable("too_many_targets", f"{len(found)} aggregates, at most {MOST_TARGETS}")
        return tuple(dict.fromkeys(found))


class Subscriptions:
    """All the `On`s of a service."""

    def __init__(self, service: str, *ons: On) -> None:
        self.service = service
        self.ons = ons
        self.names = KafkaNames()
        self.topics = self._topics()
        self._by_type: dict[str, list[On]] = {}
        for on in ons:
            self._by_type.setdefault(WIRES[on.event].type, []).append(on)
        self.actor = Actor.system(service)
        self.verifier: Verifier | None = None

    def named(self, names: KafkaNames) -> "Subscriptions":
        """The same, on the topics of that release."""
        named = copy(self)
        named.names = names
        named.topics = named._topics()
        return named

    def _topics(self) -> list[str]:
        """As the brokers know them."""
        return sorted({self.names.topic(WIRES[on.event].topic) for on in self.ons})

    def checked_by(self, verifier: Verifier | None) -> "Subscriptions":
        """The same, taking only what the owner of the event has signed; None: whatever comes from the right place."""
        checked = copy(self)
        checked.verifier = verifier
        return checked

    def read(self, record: Record) -> Sequence[Message]:
        """Translate a record into messages for acts: none (not for us), one, or several; or one Unusable.

        Of an event that no act here listens to only the headers are looked at: that is two thirds of what comes.
        """
        envelope: Envelope | None = None
        try:
            envelope = read_envelope(record.headers)
            check_origin(envelope, record.topic, record.key, self.names)
            if envelope.type not in self._by_type and known_wire(envelope):
                return []
            check_signature(record, envelope, self.verifier)
            event = read_event(envelope.type, record.value)
            check_subject(envelope, event)
            targets = self._targets(envelope, event)
            return [self._incoming(on, target, envelope, event, record) for on, target in targets]
        except Unreadable as error:
            return [_unusable(record, envelope, sender_first(record, error, self.verifier, self.names))]
        except Exception as error:
            with within(envelope.traceparent if envelope else None):
                log.exception("event could not be led to an act", extra={"topic": record.topic})
            return [_unusable(record, envelope, Unreadable("target_failed", repr(error)))]

    def _targets(self, envelope: Envelope, event: object) -> list[tuple[On, str]]:
        found = []
        for on in self._by_type.get(envelope.type, ()):
            found += [(on, _uuid("bad_target", target)) for target in on.targets_of(event)]
        return found

    def _incoming(self, on: On, target: str, envelope: Envelope, event: object, record: Record) -> Incoming:
        return Incoming(
            message=_uuid("bad_headers", envelope.id),
            channel=Channel.KAFKA,
            act=on.act,
            aggregate=on.aggregate,
            target=target,
            payload=event,
            actor=self.actor,
            cause=Cause(envelope.correlation, envelope.id, envelope.traceparent),
            digest=sha256(record.value or b"").digest(),
            record=record,
        )


def _uuid(reason: str, text: str) -> str:
    if _CANONICAL(text):
        return text
    try:
        return str(UUID(text))
    except ValueError:
        raise Unreadable(reason, f"not a UUID: {text[:80]}") from None


def _unusable(record: Record, envelope: Envelope | None, error: Unreadable) -> Unusable:
    return Unusable(
        record=record,
        message=derived_id(record.topic, str(record.partition), str(record.offset)),
        reason=error.reason,
        detail=error.detail,
        traceparent=envelope.traceparent if envelope else None,
        dossier=envelope.dossier if envelope else None,
    )
