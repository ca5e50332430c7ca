"""From a file and the evaluators' corrections to a conclusion, by the rules of the pinned programme."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from services.evaluation.evaluation.domain.finding import Correction, Finding, FindingState, suggested
from services.evaluation.evaluation.domain.state import Conclusion, Evaluation
from shared.acts.moment import Moment
from shared.acts.refusal import Refused, refuse_if
from shared.contracts.case_file import CaseFile
from shared.programme.answers import FULL, NONE
from shared.programme.criterion import CriterionResult
from shared.programme.faults import NotAssessable, UnknownProgrammeVersion
from shared.programme.outcome import Assessment, Judge
from shared.programme.version import Programme
from shared.programme.vocabulary import CriterionState

CORRECTED: Mapping[FindingState, tuple[CriterionState, Fraction | None]] = {
    FindingState.COMPLIANT: (CriterionState.MET, FULL),
    FindingState.PARTIALLY: (CriterionState.NOT_MET, NONE),
    FindingState.NON_COMPLIANT: (CriterionState.NOT_MET, NONE),
    FindingState.NOT_APPLICABLE: (CriterionState.NOT_APPLICABLE_JUSTIFIED, None),
    FindingState.UNVERIFIED: (CriterionState.NEEDS_EVIDENCE, None),
}
"""The engine's word for a corrected finding, and what the answer is then worth: like a presumption, all or nothing."""


def pinned(ref: str, moment: Moment) -> Programme:
    """The version that the dossier was filed under. Refused: unknown_programme."""
    try:
        return moment.programme(ref)
    except UnknownProgrammeVersion:
        raise Refused("unknown_programme", programme=ref) from None


def programme_of(evaluation: Evaluation, moment: Moment) -> Programme:
    """The pinned version, its content unchanged. Refused: unknown_programme, programme_differs."""
    programme = pinned(evaluation.programme, moment)
    refuse_if(programme.content_hash != evaluation.programme_hash, "programme_differs", programme=programme.ref)
    return programme


def assessed(programme: Programme, content: CaseFile, on: date) -> Assessment:
    """What the engine finds by itself. Refused: not_assessable, with the engine's reason."""
    try:
        return programme.assess(content.case(), on)
    except NotAssessable as error:
        raise Refused("not_assessable", reason=error.code, programme=programme.ref) from None


def suggestions(engine: Assessment) -> dict[str, Finding]:
    """A finding for exactly the criteria that apply (invariant 7)."""
    applicable = [one for one in engine.results if one.state is not CriterionState.NOT_APPLICABLE]
    return {result.criterion: suggested(result) for result in applicable}


def judged_again(evaluation: Evaluation, programme: Programme) -> Evaluation:
    """What the engine makes of the file as it is now. A confirmation is withdrawn: it was of other suggestions.

    Refused: not_assessable.
    """
    engine = assessed(programme, evaluation.examined, evaluation.judged_on)
    confirmed = evaluation.suggested if evaluation.conclusion else evaluation.basis
    return replace(evaluation, suggested=suggestions(engine), conclusion=None, basis=confirmed)


def concluded(programme: Programme, engine: Assessment, corrections: Mapping[str, Correction]) -> Conclusion:
    """E-10: the outcome is drawn again from the corrected results; severities and tolerance are the programme's.

    Criteria.md 4.4, rules 1 to 5, and 4.5.
    """
    judge = Judge(programme.ref, programme.content_hash, programme.minor_tolerance)
    results = [_corrected(result, corrections.get(result.criterion)) for result in engine.results]
    outcome = judge.conclude(tuple(programme.criteria.values()), results, engine.on)
    return Conclusion(
        conformity=str(outcome.conformity),
        suggested_opinion=outcome.suggested_opinion,
        not_met=tuple(one.criterion for one in results if one.state is CriterionState.NOT_MET),
        scores={family: str(score) for family, score in outcome.scores.items()},
    )


def _corrected(result: CriterionResult, correction: Correction | None) -> CriterionResult:
    if correction is None:
        return result
    state, share = CORRECTED[correction.state]
    return CriterionResult(result.criterion, state, "corrected", share)
