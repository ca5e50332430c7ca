"""What cannot be read: a range of a partition that is told, a partition that is held until it is."""

from dataclasses import dataclass

from aiokafka import TopicPartition
from aiokafka.errors import UnsupportedCodecError

from shared.delivery.kafka.raw_batches import Decoded


@dataclass(frozen=True, slots=True)
class UnreadableRange:
    """Offsets of a partition that nobody can read, first to last."""

    place: TopicPartition
    first: int
    last: int
    why: str
    key: bytes = b""
    """Of the one record that the range is, where its key can be read: later records of the key wait behind it."""

    def said(self) -> str:
        """One line."""
        return f"{self.place.topic}/{self.place.partition}, offsets {self.first} to {self.last}: {self.why}"


@dataclass(slots=True)
class PausedPartition:
    """A paused partition, tried again now and then."""

    at: int
    tries: int
    again_at: float
    error: Exception | None

    @property
    def why(self) -> str:
        """For people."""
        return reason_of(self.error)

    def is_given_up(self, tries: int) -> bool:
        """Whether it was tried often enough; a codec may only be missing for a while, so twice as often."""
        return self.tries >= tries * (2 if isinstance(self.error, UnsupportedCodecError) else 1)


def too_large(one: Decoded, error: Exception) -> Decoded:
    """A batch of which the broker never sends the end: one offset is passed over at a time."""
    return Decoded(one.records, one.first, one.first, error)


def ranges_of(place: TopicPartition, one: Decoded) -> list[UnreadableRange]:
    """What to tell: each record that is known to be unreadable, else the whole batch."""
    if one.unread:
        why = type(one.error).__name__
        return [UnreadableRange(place, bad.first, bad.last, f"{why}: {bad.why}"[:300], bad.key) for bad in one.unread]
    return [UnreadableRange(place, one.first, max(one.last, one.first), reason_of(one.error))]


def reason_of(error: Exception | None) -> str:
    """For people, bounded."""
    return f"{type(error).__name__}: {error}"[:300]
