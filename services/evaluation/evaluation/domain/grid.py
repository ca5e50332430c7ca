"""What evaluators see of a file: for each criterion the suggestion, its reasons, and what was corrected."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.evaluation.evaluation.domain.finding import Correction, Finding, FindingState
from services.evaluation.evaluation.domain.state import Evaluation
from shared.programme.criterion import Criterion
from shared.programme.explanation import Explanation
from shared.programme.version import Programme

OUTSIDE = "outside"
"""Filter of the criteria that do not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridLine:
    """One criterion. `suggested` is None where it does not apply; a correction made before may still be kept then."""

    criterion: Criterion
    explanation: Explanation
    suggested: Finding | None
    correction: Correction | None
    shifted: bool
    """Something else is suggested than when the findings were last confirmed."""

    @property
    def finding(self) -> FindingState | None:
        """The evaluator's word where there is one, else the engine's."""
        if self.suggested is None:
            return None
        return self.correction.state if self.correction else self.suggested.state

    @property
    def filter(self) -> str:
        """The value of the filter that shows this line."""
        return self.finding or OUTSIDE


@dataclass(frozen=True, slots=True, kw_only=True)
class LineFilter:
    """Which lines somebody wants to see; an empty field leaves all of them."""

    finding: str = ""
    family: str = ""
    questionnaire: str = ""

    def shows(self, line: GridLine, *, any_finding: bool = False) -> bool:
        """Whether a line passes. Criteria that do not apply are seen only when asked for."""
        criterion = line.criterion
        matches = self.family in ("", criterion.family) and self.questionnaire in ("", criterion.questionnaire)
        return matches and (
            any_finding or self.finding == line.filter or (not self.finding and line.finding is not None)
        )


def grid_of(evaluation: Evaluation, programme: Programme) -> tuple[GridLine, ...]:
    """Every criterion of the version, in its order. NotAssessable: never for an evaluation that was opened."""
    shifted = frozenset(evaluation.shifted)
    explanations = programme.explain(evaluation.examined.case(), evaluation.judged_on)
    return tuple(
        GridLine(
            criterion=programme.criteria[why.criterion],
            explanation=why,
            suggested=evaluation.suggested.get(why.criterion),
            correction=evaluation.corrections.get(why.criterion),
            shifted=why.criterion in shifted,
        )
        for why in explanations
    )


def counted(lines: Sequence[GridLine], chosen: LineFilter) -> Mapping[str, int]:
    """How many lines there are by finding, whatever finding is asked for."""
    return Counter(line.filter for line in lines if chosen.shows(line, any_finding=True))
