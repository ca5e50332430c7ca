"""The content of the report, written once in one way, so that everybody who holds a copy can check it by its digest."""

from collections import Counter
from datetime import date

from services.evaluation.evaluation.domain.finding import FindingState
from services.evaluation.evaluation.domain.state import Conclusion, Evaluation, Report
from shared.programme.canonical import canonical_json, content_hash
from shared.programme.plain import plain

FORMAT = 1
"""Grows when a field changes its meaning; reports issued before stay as they are."""


def frozen(evaluation: Evaluation, conclusion: Conclusion, issued_on: date) -> Report:
    """Codes, ids, days and numbers only: no evaluator is named, none of their words repeated (E-12)."""
    text = canonical_json(_content(evaluation, conclusion, issued_on))
    return Report(text=text.decode(), sha256=content_hash(text))


def _content(evaluation: Evaluation, conclusion: Conclusion, issued_on: date) -> dict[str, object]:
    found = {id_: _found(evaluation, id_) for id_ in evaluation.suggested}
    return {
        "format": FORMAT,
        "dossier": evaluation.id,
        "service": plain(evaluation.service),
        "programme": evaluation.programme,
        "programme_hash": evaluation.programme_hash,
        "judged_on": evaluation.judged_on,
        "issued_on": issued_on,
        "conformity": conclusion.conformity,
        "suggested_opinion": conclusion.suggested_opinion,
        "not_met": list(conclusion.not_met),
        "scores": dict(conclusion.scores),
        "score_partial": FindingState.UNVERIFIED in found.values(),
        "counts": Counter(found.values()),
        "corrected_facts": sorted({one.fact for one in evaluation.fact_corrections}),
        "findings": {
            id_: {"finding": found[id_], "suggested": suggested.state, "reason": suggested.reason}
            for id_, suggested in evaluation.suggested.items()
        },
    }


def _found(evaluation: Evaluation, criterion: str) -> FindingState:
    correction = evaluation.corrections.get(criterion)
    return correction.state if correction else evaluation.suggested[criterion].state
