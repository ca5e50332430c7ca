"""What cannot be read: a range of a partition that is told, a partition that is held until it is."""

from dataclasses import dataclass

from aiokafka import TopicPartition

from shared.delivery.raw_batches import Decoded


@dataclass(frozen=True, slots=True)
class UnreadableRange:
    """Offsets of a partition that nobody can read, first to last."""

    place: TopicPartition
    first: int
    last: int
    why: str

    def said(self) -> str:
        """One line."""
        return f"{self.place.topic}/{self.place.partition}, offsets {self.first} to {self.last}: {self.why}"


@dataclass(slots=True)
class Held:
    """A paused partition, tried again now and then."""

    at: int
    tries: int
    again_at: float
    why: str


def too_large(one: Decoded, error: Exception) -> Decoded:
    """A batch of which the broker never sends the end: one offset is passed over at a time."""
    return Decoded(one.records, one.first, one.first, error)


def reason_of(error: Exception | None) -> str:
    """For people, bounded."""
    return f"{type(error).__name__}: {error}"[:300]
