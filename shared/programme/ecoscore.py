"""The ecoscore (« écoscore »): what a journey through the service costs, step by step, out of 100 (criteria.md 1.5).

Each measure of a step earns a mark by the programme's bounds; `step = mean of its marks`, `score = mean of the steps`,
in exact fractions, rounded half up only at the end.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated

from shared.programme.faults import Fault
from shared.programme.quantities import Number, exact, is_number
from shared.programme.shape import AtLeast
from shared.programme.vocabulary import Title

MOST_STEPS = 100
Step = Mapping[str, Number]
"""One step of the journey: what was measured, by measure."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured of a step."""

    id: str
    """Id."""
    title: Title
    unit: str
    """Its unit."""
    bounds: Annotated[tuple[Number, ...], AtLeast(1)]
    """Rising, inclusive: a value earns the mark of the first bound that it does not pass."""


@dataclass(frozen=True, slots=True)
class StepScore:
    """One step: the mark of each measure, and their mean."""

    marks: Mapping[str, int]
    mean: Fraction


@dataclass(frozen=True, slots=True)
class Ecoscore:
    """The score of a journey, and that of each step."""

    score: int
    steps: tuple[StepScore, ...]


@dataclass(frozen=True, slots=True)
class EcoscoreRule:
    """How the programme scores a journey, and the criterion to which it suggests the answer."""

    suggests: str
    """Id of the criterion that the score is suggested for."""
    measures: Annotated[tuple[Measure, ...], AtLeast(1)]
    """What is measured; all weigh the same."""
    marks: Annotated[tuple[int, ...], AtLeast(2)]
    """Marks from the best to the worst, one more than there are bounds: the last is that of what passes every bound."""

    def faults(self, steps: Sequence[Mapping[str, object]]) -> tuple[Fault, ...]:
        """Everything wrong with what was measured, by its place."""
        if not 0 < len(steps) <= MOST_STEPS:
            return (Fault("steps", "steps_out_of_range", f"1 to {MOST_STEPS}"),)
        return tuple(fault for place, step in enumerate(steps) for fault in self._faults(f"steps.{place}", step))

    def score(self, steps: Sequence[Step]) -> Ecoscore:
        """The score of a journey without faults."""
        scored = tuple(self._scored(step) for step in steps)
        mean = sum((one.mean for one in scored), Fraction(0)) / len(scored)
        return Ecoscore(int((2 * mean + 1) // 2), scored)

    def _scored(self, step: Step) -> StepScore:
        marks = {measure.id: self._mark(measure, step[measure.id]) for measure in self.measures}
        return StepScore(marks, Fraction(sum(marks.values()), len(marks)))

    def _mark(self, measure: Measure, value: Number) -> int:
        """The mark of the first bound that the value does not pass."""
        passed = sum(1 for bound in measure.bounds if exact(value) > exact(bound))
        return self.marks[passed]

    def _faults(self, path: str, step: Mapping[str, object]) -> Iterator[Fault]:
        for measure in self.measures:
            value = step.get(measure.id)
            if value is None:
                yield Fault(f"{path}.{measure.id}", "measure_missing", measure.unit)
            elif not is_number(value) or value < 0:
                yield Fault(f"{path}.{measure.id}", "measure_wrong", f"zero or more {measure.unit}")
        known = {measure.id for measure in self.measures}
        yield from (Fault(f"{path}.{name[:80]}", "measure_unknown") for name in step if name not in known)
