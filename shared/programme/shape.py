"""What the type of a field in a clause of procedure says beyond Python: bounds that reading and schema both obey."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

CENTURY = 36_525
"""Days in a hundred years: beyond it a date cannot be reckoned."""
NOT_IN_DOCUMENT: Mapping[str, bool] = {"in_document": False}
"""Metadata of a field that is worked out, not written."""


@dataclass(frozen=True, slots=True)
class Range:
    """The smallest and the largest value, both included."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class AtLeast:
    """How many items a list holds at least, for editors; the reading checks it with what else the list must be."""

    count: int


Days = Annotated[int, Range(0, CENTURY)]
LASTING = Range(1, CENTURY)
Length = Annotated[int, LASTING]
"""A count of days or months that lasts."""
Share = Annotated[Fraction, Range(0, 1)]
