"""What a service has published: read from its topic, and asked before anything is published again."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from shared.contracts.envelope import Unreadable, read_envelope


@dataclass(slots=True)
class Published:
    """What stands on the service's own topic."""

    last: dict[str, int] = field(default_factory=dict)
    """By aggregate, the last sequence."""
    at: dict[str, datetime] = field(default_factory=dict)
    """By cause, when."""
    _until: dict[str, datetime] = field(default_factory=dict)
    _contents: Counter[bytes] = field(default_factory=Counter)

    def note(self, headers: Iterable[tuple[str, bytes]], value: bytes | None) -> None:
        """Take in one more record."""
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
        """Whether this was published, or something later of the same aggregate: a missed reminder stays missed.

        Each published record covers one event.
        """
        content = _content(subject, type_, value)
        if self._contents[content]:
            self._contents[content] -= 1
            return True
        until = self._until.get(subject)
        return until is not None and time is not None and time <= until


def _content(subject: str, type_: str, value: bytes | None) -> bytes:
    content = f"{subject} {type_} ".encode() + (value or b"")
    return hashlib.sha256(content).digest()[:16]
