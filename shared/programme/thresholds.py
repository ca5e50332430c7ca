"""The level that a discriminating criterion asks for. Every bound is inclusive."""

from dataclasses import dataclass
from typing import Protocol

from shared.programme.quantities import Number, is_number


class Threshold(Protocol):
    """A test on a faultless answer."""

    @property
    def op(self) -> str:
        """Its name in the document."""

    @property
    def value(self) -> object:
        """The level as the document gives it."""

    def passes(self, answer: object) -> bool:
        """Whether the answer reaches the level."""


@dataclass(frozen=True, slots=True)
class IsTrue:
    """The answer is yes."""

    op = "is_true"
    value = True

    def passes(self, answer: object) -> bool:
        return answer is True


@dataclass(frozen=True, slots=True)
class AtLeastNumber:
    """The quantity is `value` or more."""

    value: Number
    op = "gte"

    def passes(self, answer: object) -> bool:
        return is_number(answer) and answer >= self.value


@dataclass(frozen=True, slots=True)
class AtMostNumber:
    """The quantity is `value` or less."""

    value: Number
    op = "lte"

    def passes(self, answer: object) -> bool:
        return is_number(answer) and answer <= self.value


@dataclass(frozen=True, slots=True)
class OneOf:
    """The option is one of those in `value`."""

    value: tuple[str, ...]
    op = "in"

    def passes(self, answer: object) -> bool:
        return answer in self.value


@dataclass(frozen=True, slots=True)
class AtLeastOption:
    """The option is `value` or a better one of an ordered choice; `reaching` lists them."""

    value: str
    reaching: tuple[str, ...]
    op = "at_least"

    def passes(self, answer: object) -> bool:
        return answer in self.reaching


@dataclass(frozen=True, slots=True)
class SubsetOf:
    """Every chosen option is one of those in `value`."""

    value: tuple[str, ...]
    op = "subset_of"

    def passes(self, answer: object) -> bool:
        return isinstance(answer, list | tuple) and all(item in self.value for item in answer)
