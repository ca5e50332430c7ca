"""A criterion («critère») under one version of the programme, and how it is judged."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from shared.programme.answers import FULL, NONE, AnswerType
from shared.programme.case import PRESUMPTION, View
from shared.programme.evidence import EvidenceRule
from shared.programme.expressions import Expression
from shared.programme.thresholds import Threshold
from shared.programme.vocabulary import CriterionState, Kind, Publication, Severity, Title


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """One criterion judged: `reason` is a code, empty where the state says all.

    `share` is what the answer is worth from 0 to 1, None if it does not count; `evidence_until` the last day on which
    the evidence still supports the answer, None if it has no end.
    """

    criterion: str
    state: CriterionState
    reason: str = ""
    share: Fraction | None = None
    evidence_until: date | None = None


@dataclass(frozen=True, slots=True)
class Presumption:
    """A criterion presumed met on a third party's certificate, while `condition` holds (criteria.md 4.1)."""

    condition: Expression
    evidence: EvidenceRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """What is asked, of whom, with which threshold, evidence and weight; criteria.md 4.1 describes each field."""

    id: str
    family: str
    questionnaire: str
    theme: str
    title: Title
    kind: Kind
    severity: Severity | None
    answer: AnswerType
    threshold: Threshold | None
    applies_if: Expression
    na_reasons: frozenset[str]
    evidence: EvidenceRule
    weight: int
    publication: Publication
    legal: tuple[str, ...]
    presumption: Presumption | None
    guidance: Title | None = None
    """Written help to the publisher; None: it is put together from the rule (shared/programme/guidance.py)."""
    _not_applicable: CriterionResult = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_not_applicable", CriterionResult(self.id, CriterionState.NOT_APPLICABLE))

    def judge(self, view: View) -> CriterionResult:
        """The first state that holds, in the order of criteria.md 4.3. An unknown presumption presumes nothing."""
        applies = self.applies_if.holds(view.facts)
        if applies is None:
            return CriterionResult(self.id, CriterionState.INDETERMINATE, "fact_unknown")
        if not applies:
            return self._not_applicable
        return self._presumed(view) or self._claimed(view) or self._answered(view)

    def _presumed(self, view: View) -> CriterionResult | None:
        if self.presumption is None or not self.presumption.condition.holds(view.facts):
            return None
        support = self.presumption.evidence.support(view.documents(PRESUMPTION), view.on)
        if support.reason:
            return None
        return CriterionResult(self.id, CriterionState.PRESUMED_MET, share=FULL, evidence_until=support.until)

    def _claimed(self, view: View) -> CriterionResult | None:
        if not self.na_reasons:
            return None
        reason = view.case.claim(self.id)
        if not isinstance(reason, str) or reason not in self.na_reasons:
            return None
        return CriterionResult(self.id, CriterionState.NOT_APPLICABLE_JUSTIFIED, reason)

    def _answered(self, view: View) -> CriterionResult:
        answer = view.case.answers.get(self.id)
        if answer is None:
            return CriterionResult(self.id, CriterionState.MISSING, "answer_missing")
        fault = self.answer.fault(answer)
        if fault is not None:
            return CriterionResult(self.id, CriterionState.INVALID, fault)
        if self.threshold is None:
            return CriterionResult(self.id, CriterionState.INFORMED, share=self.answer.share(answer))
        return self._measured(answer, self.threshold, view)

    def _measured(self, answer: object, threshold: Threshold, view: View) -> CriterionResult:
        passes = threshold.passes(answer)
        share = self.answer.share(answer)
        if share is None and self.answer.name in ("choice", "multichoice"):
            share = FULL if passes else NONE
        if not passes:
            return CriterionResult(self.id, CriterionState.NOT_MET, "threshold_not_reached", share)
        support = self.evidence.support(view.documents(self.id), view.on)
        if support.reason:
            return CriterionResult(self.id, CriterionState.NEEDS_EVIDENCE, support.reason)
        return CriterionResult(self.id, CriterionState.MET, share=share, evidence_until=support.until)
