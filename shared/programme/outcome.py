"""The result of a file (criteria.md 4.4): conformity, what is open, what failed, and the opinion it suggests."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from shared.programme.criterion import Criterion, CriterionResult
from shared.programme.faults import NotAssessable
from shared.programme.scoring import family_scores
from shared.programme.vocabulary import Conformity, CriterionState, Opinion, Severity

OPEN = frozenset(
    {CriterionState.INDETERMINATE, CriterionState.MISSING, CriterionState.INVALID, CriterionState.NEEDS_EVIDENCE}
)
"""The states that keep a file incomplete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """A whole file judged on one day under one version; ids come in the order of the programme.

    The suggested opinion is advice, None while the file is incomplete; scores never offset a failure.
    """

    programme: str
    content_hash: str
    on: date
    conformity: Conformity
    suggested_opinion: Opinion | None
    open: tuple[str, ...]
    not_met: Mapping[Severity, tuple[str, ...]]
    counts: Mapping[CriterionState, int]
    scores: Mapping[str, Decimal]
    score_partial: bool
    results: tuple[CriterionResult, ...]


@dataclass(frozen=True, slots=True)
class Judge:
    """Who concludes: the version's name and hash, quoted in each assessment, and its tolerance of minor failures."""

    programme: str
    content_hash: str
    minor_tolerance: int

    def conclude(self, criteria: Sequence[Criterion], results: Sequence[CriterionResult], on: date) -> Assessment:
        """Rules 1 to 5 of criteria.md 4.4, on the results of the criteria in the same order."""
        judged = list(zip(criteria, results, strict=True))
        still_open = tuple(result.criterion for result in results if result.state in OPEN)
        failed = [criterion for criterion, result in judged if result.state is CriterionState.NOT_MET]
        not_met = {level: tuple(one.id for one in failed if one.severity is level) for level in Severity}
        conformity, opinion = (Conformity.INCOMPLETE, None) if still_open else self._verdict(not_met)
        return Assessment(
            programme=self.programme,
            content_hash=self.content_hash,
            on=on,
            conformity=conformity,
            suggested_opinion=opinion,
            open=still_open,
            not_met=not_met,
            counts=dict(Counter(result.state for result in results)),
            scores=family_scores(judged),
            score_partial=bool(still_open),
            results=tuple(results),
        )

    def _verdict(self, not_met: Mapping[Severity, tuple[str, ...]]) -> tuple[Conformity, Opinion]:
        if not_met[Severity.CRITICAL]:
            return Conformity.NON_COMPLIANT, Opinion.UNFAVOURABLE
        if not_met[Severity.MAJOR] or len(not_met[Severity.MINOR]) > self.minor_tolerance:
            return Conformity.NON_COMPLIANT, Opinion.FAVOURABLE_SUSPENSIVE
        if not_met[Severity.MINOR]:
            return Conformity.COMPLIANT_WITH_RESERVATIONS, Opinion.FAVOURABLE_NON_SUSPENSIVE
        return Conformity.COMPLIANT, Opinion.FAVOURABLE


def as_expected(outcome: Assessment | NotAssessable) -> dict[str, object]:
    """The outcome as plain data, in the shape of the worked cases (vectors.json, `expected`)."""
    if isinstance(outcome, NotAssessable):
        return {"error": outcome.code.upper()}
    return {
        "conformity": str(outcome.conformity),
        "suggested_opinion": None if outcome.suggested_opinion is None else str(outcome.suggested_opinion),
        "open": list(outcome.open),
        "not_met": {str(level): list(ids) for level, ids in outcome.not_met.items()},
        "counts": {str(state): count for state, count in outcome.counts.items()},
        "scores": {family: float(score) for family, score in outcome.scores.items()},
        "score_partial": outcome.score_partial,
    }
