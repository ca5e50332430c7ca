"""What the world was told by a service, and what it was not: of the past that is lived through again, only the
latter is told, and only once."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shared.contracts.envelope import MAX_VALUE_BYTES, Unreadable, encode, read_envelope
from shared.contracts.registry import wire_of
from shared.contracts.topics import EVENTS
from shared.delivery.journal.entry import Entry
from shared.delivery.shell.aggregate import Loaded
from shared.delivery.shell.effects import Effects
from shared.delivery.shell.messages import Cause, Unusable


@dataclass(slots=True)
class Told:
    """What the world was told by the service itself."""

    last: dict[str, int] = field(default_factory=dict)
    """By aggregate, the last sequence."""
    at: dict[str, datetime] = field(default_factory=dict)
    """By cause, when."""
    _until: dict[str, datetime] = field(default_factory=dict)
    _contents: Counter[bytes] = field(default_factory=Counter)

    def note(self, headers: Iterable[tuple[str, bytes]], value: bytes | None) -> None:
        """Take one more record in."""
        try:
            envelope = read_envelope(headers)
        except Unreadable:
            return
        subject, time = envelope.subject, envelope.time
        self.last[subject] = max(envelope.sequence, self.last.get(subject, 0))
        self._contents[_content(subject, envelope.type, value)] += 1
        if time:
            self._until[subject] = max(time, self._until.get(subject, time))
        if time and envelope.causation:
            self.at[envelope.causation] = time

    def covers(self, subject: str, type_: str, value: bytes | None, time: datetime | None) -> bool:
        """Whether the world was told this, or something later of the same aggregate: a reminder missed stays missed.

        Each record that was told stands for one.
        """
        content = _content(subject, type_, value)
        if self._contents[content]:
            self._contents[content] -= 1
            return True
        until = self._until.get(subject)
        return until is not None and time is not None and time <= until


@dataclass(slots=True, kw_only=True)
class Retelling(Effects):
    """Effects of the past lived through again: what was told and journaled is not made anew."""

    told: Told
    concerned: set[str]
    """Aggregates of which something was not told: the state topics hear of them too."""
    journaled: frozenset[str]

    def tell(self, held: Loaded, event: object, cause: Cause, sequence: int) -> str:
        """Put the event into the outbox if it is news."""
        wire, value = wire_of(event), encode(event)
        if wire.topic != EVENTS[self.service]:
            news = held.id in self.concerned
        elif news := not self.told.covers(held.id, wire.type, value, self.now):
            self.concerned.add(held.id)
        if news or len(value) > MAX_VALUE_BYTES:
            return Effects.tell(self, held, event, cause, sequence)
        return type(event).__name__

    def write_journal(self, entry: Entry, previous: bytes) -> bytes:
        """Chains that are there stay, and go on where they end."""
        return previous if entry.aggregate in self.journaled else Effects.write_journal(self, entry, previous)

    def park(self, unusable: Unusable, aggregate: str | None) -> None:
        """It was parked then: parked records stay where they are."""


def _content(subject: str, type_: str, value: bytes | None) -> bytes:
    said = f"{subject} {type_} ".encode() + (value or b"")
    return hashlib.sha256(said).digest()[:16]
