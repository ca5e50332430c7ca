"""The difference between two versions, as plain values."""

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a change does to whoever is judged; `changed` is neither clearly harder nor clearly easier."""

    ADDED = "added"
    REMOVED = "removed"
    HARDENED = "hardened"
    SOFTENED = "softened"
    CHANGED = "changed"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs: where ("threshold", "procedure.deadlines.appeal.count"), its effect, before and after."""

    place: str
    effect: Effect
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class CriterionChange:
    """A criterion that differs. `changes` is empty for one that was added or removed."""

    criterion: str
    discriminating: bool
    effects: frozenset[Effect]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """From `before` to `after`, both quoted by reference and content hash; ids in the order of the programme."""

    before: str
    before_hash: str
    after: str
    after_hash: str
    criteria: tuple[CriterionChange, ...]
    rules: tuple[Change, ...]

    def criteria_with(self, effect: Effect) -> tuple[str, ...]:
        """The criteria on which the change has that effect, among others perhaps."""
        return tuple(one.criterion for one in self.criteria if effect in one.effects)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs but the version itself."""
        return not self.criteria and not self.rules
