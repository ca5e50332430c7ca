"""The level that a discriminating criterion asks for. Every bound is inclusive."""

from dataclasses import dataclass
from typing import Protocol

from shared.programme.quantities import Number, is_number


class Threshold(Protocol):
    """A test on a faultless answer."""

    @property
    def op(self) -> str:
        """Its name in the document."""

    def passes(self, answer: object) -> bool:
        """Whether the answer reaches the level."""


@dataclass(frozen=True, slots=True)
class IsTrue:
    """The answer is yes."""

    op = "is_true"

    def passes(self, answer: object) -> bool:
        return answer is True


@dataclass(frozen=True, slots=True)
class AtLeastNumber:
    """The quantity is `bound` or more."""

    bound: Number
    op = "gte"

    def passes(self, answer: object) -> bool:
        return is_number(answer) and answer >= self.bound


@dataclass(frozen=True, slots=True)
class AtMostNumber:
    """The quantity is `bound` or less."""

    bound: Number
    op = "lte"

    def passes(self, answer: object) -> bool:
        return is_number(answer) and answer <= self.bound


@dataclass(frozen=True, slots=True)
class Among:
    """The option is one of the `accepted`: `in` lists them, `at_least` names the lowest of an ordered choice."""

    accepted: frozenset[str]
    op: str

    def passes(self, answer: object) -> bool:
        return answer in self.accepted


@dataclass(frozen=True, slots=True)
class SubsetOf:
    """Every chosen option is one of the `accepted`."""

    accepted: frozenset[str]
    op = "subset_of"

    def passes(self, answer: object) -> bool:
        return isinstance(answer, list | tuple) and self.accepted.issuperset(answer)
