"""What a channel hands to the shell, and what it gets back.

msgspec structs, not dataclasses: several are made for each record, and a frozen dataclass takes twenty times as long.
"""

from typing import Any

import msgspec

from shared.acts.act import AnyAct
from shared.acts.moment import derived_id
from shared.delivery.shell.aggregate import Aggregate
from shared.delivery.shell.channels import Channel
from shared.identity.actor import Actor


class Record(msgspec.Struct, frozen=True):
    """A Kafka record as it lay on the topic."""

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: tuple[tuple[str, bytes], ...]
    value: bytes | None


class Cause(msgspec.Struct, frozen=True):
    """Where a message comes from: the chain of events and the trace that its effects continue."""

    correlation: str
    causation: str | None
    traceparent: str | None


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """One message for one aggregate."""

    message: str
    """Id of the event, the deadline, or of the pair (actor, idempotency key)."""
    channel: Channel
    act: AnyAct
    aggregate: Aggregate[Any]
    target: str
    payload: object
    actor: Actor
    cause: Cause
    digest: bytes
    """sha256 of the message as it came."""
    expected_version: frozenset[int] | None = None
    """From If-Match; None: whatever version."""
    record: Record | None = None

    @property
    def parked(self) -> str:
        """The id under which its record is parked, where this aggregate could not take it."""
        return derived_id(self.message, self.target)


class Unusable(msgspec.Struct, frozen=True, kw_only=True):
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


class Performed(msgspec.Struct, frozen=True):
    """The act was performed and is durable. `answer` is what the caller is told, now and if asked again."""

    answer: dict[str, Any]
    repeated: bool = False
    """True: this very message had been performed before; the first answer is given again."""


class Rejected(msgspec.Struct, frozen=True):
    """The act was refused, durably journaled; nothing changed."""

    code: str
    facts: dict[str, Any] = {}


class Skipped(msgspec.Struct, frozen=True):
    """Seen before (event), or no longer set (deadline): nothing to do."""


class Parked(msgspec.Struct, frozen=True):
    """Set aside with its reason, for a human to redrive or drop."""

    reason: str


Outcome = Performed | Rejected | Skipped | Parked


def unusable_of(message: Incoming, reason: str, detail: str) -> Unusable:
    """A message that came by Kafka, to be set aside."""
    assert message.record is not None
    return Unusable(
        record=message.record,
        message=derived_id(message.message, message.target),
        reason=reason,
        detail=detail,
        traceparent=message.cause.traceparent,
    )
