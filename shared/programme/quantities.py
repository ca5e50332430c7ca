"""Answers that are quantities: numbers with a unit, and scores."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeGuard

from shared.programme.answers import FULL, NONE, OUT_OF_RANGE, WRONG_TYPE

Number = int | float


def is_number(value: object) -> TypeGuard[Number]:
    """A finite number; true and false are none, though Python counts them as integers."""
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, int) and not isinstance(value, bool)


def exact(number: Number) -> int | Fraction:
    """The decimal that was written: 0.1 is one tenth, not the nearest binary fraction."""
    return number if isinstance(number, int) else Fraction(repr(number))


@dataclass(frozen=True, slots=True)
class Scale:
    """The quantities that score 0 and 1; between them the score is linear, beyond them it stays."""

    worst: Number
    best: Number

    def share(self, value: Number) -> Fraction:
        worst = exact(self.worst)
        position, span = exact(value) - worst, exact(self.best) - worst
        if position * span <= 0:
            return NONE
        return Fraction(position, span) if position * span < span * span else FULL


@dataclass(frozen=True, slots=True)
class NumberAnswer:
    """A quantity in `unit`, between `low` and `high` inclusive; scored only if it has a scale."""

    low: Number
    high: Number
    unit: str
    integer: bool
    scale: Scale | None
    name = "number"

    @property
    def expects(self) -> str:
        return f"{'integer' if self.integer else 'number'} from {self.low} to {self.high} {self.unit}".rstrip()

    def fault(self, value: object) -> str | None:
        if not is_number(value) or (self.integer and value != int(value)):
            return WRONG_TYPE
        return None if self.low <= value <= self.high else OUT_OF_RANGE

    def share(self, value: object) -> Fraction | None:
        return self.scale.share(value) if self.scale is not None and is_number(value) else None


@dataclass(frozen=True, slots=True)
class ScoreAnswer:
    """A mark between `low` and `high` inclusive, rescaled to 0 … 1."""

    low: Number
    high: Number
    name = "score"

    @property
    def expects(self) -> str:
        return f"score from {self.low} to {self.high}"

    def fault(self, value: object) -> str | None:
        if not is_number(value):
            return WRONG_TYPE
        return None if self.low <= value <= self.high else OUT_OF_RANGE

    def share(self, value: object) -> Fraction | None:
        return Scale(self.low, self.high).share(value) if is_number(value) else None
