"""What measures give, and how it is told on the way."""

import statistics
from collections.abc import Mapping, Sequence
from typing import Protocol

Figures = dict[str, float]
"""By name; the unit is the name's end: _ms, _per_s, bytes."""
Measured = dict[str, Figures]
"""By measure: saturation, 10/s."""
Results = dict[str, Measured]
"""By contender."""


class Say(Protocol):
    """Tells progress."""

    def __call__(self, what: str, figures: Mapping[str, float] | None = None) -> None:
        """What was done, and what came out."""


def medians(turns: Sequence[Figures]) -> Figures:
    """The median of each figure."""
    return {name: statistics.median(turn.get(name, 0.0) for turn in turns) for name in turns[0]}
