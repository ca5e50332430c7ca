"""What the oracle says."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong."""

    LOST = "lost"
    """Accepted, journaled or published, and then not where it must be."""
    DOUBLED = "doubled"
    """There more than once, or without anybody having asked for it."""
    DISORDERED = "disordered"
    """Not in the order in which it happened."""
    ILLEGAL = "illegal"
    """A state or a step that the life of the aggregate does not foresee."""
    DIFFERS = "differs"
    """Two places that must agree do not."""
    UNSETTLED = "unsettled"
    """Not at rest: rows in an outbox, records not consumed, deadlines due."""
    PARKED = "parked"
    """Set aside by a service, or unreadable."""
    BROKEN = "broken"
    """A journal that was changed after it was written."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong."""

    kind: Kind
    where: str
    detail: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {self.detail}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All faults, and what was looked at."""

    faults: tuple[Fault, ...]
    commands: int = 0
    aggregates: int = 0
    entries: int = 0
    events: int = 0
    """Different events on the wire."""
    repeats: int = 0
    """Records on the wire that repeat an event: allowed, and removed by their id."""
    replays: int = 0
    """Answers given again to a client that asked again."""

    @property
    def holds(self) -> bool:
        """Nothing lost, nothing doubled, order kept, everything agrees."""
        return not self.faults

    def number(self, kind: Kind) -> int:
        """How many faults of a kind."""
        return sum(fault.kind is kind for fault in self.faults)


def as_text(faults: Iterable[Fault], most: int = 20) -> str:
    """The faults for people, one a line."""
    lines = [str(fault) for fault in sorted(faults)]
    more = [f"… and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join(lines[:most] + more)
