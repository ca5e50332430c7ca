"""What a door hands to the shell, and what it gets back."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from shared.acts.act import AnyAct
from shared.acts.moment import derived_id
from shared.delivery.aggregates import Aggregate
from shared.identity.actor import Actor


class Door(StrEnum):
    """How a message came in."""

    HTTP = "http"
    KAFKA = "kafka"
    DEADLINE = "deadline"
    REDRIVE = "redrive"


@dataclass(frozen=True, slots=True)
class Record:
    """A Kafka record as it lay on the topic."""

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: tuple[tuple[str, bytes], ...]
    value: bytes | None


@dataclass(frozen=True, slots=True)
class Cause:
    """Where a message comes from: the chain of events and the trace that its effects continue."""

    correlation: str
    causation: str | None
    traceparent: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One message for one aggregate."""

    message: str
    """Id of the event, the deadline, or of the pair (actor, idempotency key)."""
    door: Door
    act: AnyAct
    aggregate: Aggregate[Any]
    target: str
    payload: object
    actor: Actor
    cause: Cause
    digest: bytes
    """sha256 of the message as it came."""
    expected_version: int | None = None
    """From If-Match; None: whatever version."""
    record: Record | None = None

    @property
    def parked(self) -> str:
        """The id under which its record is parked, where this aggregate could not take it."""
        return derived_id(self.message, self.target)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unusable:
    """A Kafka record that no act can take: it is parked as it is."""

    record: Record
    message: str
    reason: str
    detail: str
    traceparent: str | None = None
    dossier: str | None = None
    instead_of: tuple[str, str] | None = None
    """Message and aggregate that it replaces, where an act could have taken it: delivered again, it is known."""


Message = Incoming | Unusable


@dataclass(frozen=True, slots=True)
class Performed:
    """The act was performed and is durable. `answer` is what the caller is told, now and if asked again."""

    answer: dict[str, Any]
    repeated: bool = False
    """True: this very message had been performed before; the first answer is given again."""


@dataclass(frozen=True, slots=True)
class Turned:
    """The act was refused, durably journaled; nothing changed."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """Seen before (event), or no longer set (deadline): nothing to do."""


@dataclass(frozen=True, slots=True)
class Parked:
    """Set aside with its reason, for a human to redrive or drop."""

    reason: str


Outcome = Performed | Turned | Skipped | Parked
