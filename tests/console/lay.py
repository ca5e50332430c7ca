"""Records as they lie on topics, and a clock that stands still."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from shared.contracts.envelope import Envelope, encode
from shared.contracts.registry import wire_of
from shared.delivery.kafka.subscription import Subscriptions
from shared.delivery.shell.messages import Message, Record
from tests.builders import some_id

_numbers = count(1)


@dataclass(slots=True)
class Standing:
    """A clock that goes when a test says so."""

    instant: datetime
    steady: bool = True

    def now(self) -> datetime:
        return self.instant


def record(
    event: object,
    *,
    key: str = "",
    offset: int = 0,
    value: bytes | None = None,
    at: str = "2026-03-10T09:00:00+00:00",
) -> Record:
    """An event as its relay would send it, about `key` if one is given; `value` instead of its body makes it poison."""
    number = next(_numbers)
    wire = wire_of(event)
    if wire.subject and key:
        event = replace(event, **{wire.subject: key})  # type: ignore[type-var]  # every event is a frozen dataclass
    key = getattr(event, wire.subject) if wire.subject else key or some_id(f"key {number}")
    envelope = Envelope(
        id=some_id(f"event {number}"), type=wire.type, source=wire.source, subject=key,
        time=datetime.fromisoformat(at), sequence=1, dossier=getattr(event, "dossier", None),
        correlation=some_id("correlation"), causation=None, programme=None, traceparent=None,
    )  # fmt: skip
    body = encode(event) if value is None else value
    return Record(wire.topic, 0, offset or number, key.encode(), tuple(envelope.headers()), body)


def arriving(subscriptions: Subscriptions, *events: object) -> list[Message]:
    """What the Kafka door makes of events or records, in order."""
    records = [one if isinstance(one, Record) else record(one) for one in events]
    return [message for one in records for message in subscriptions.read(one)]
