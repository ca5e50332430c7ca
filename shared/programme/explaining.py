"""Traces the judgement of a criterion: the same rules as `Criterion.judge`, told instead of stopped at the first."""

from collections.abc import Mapping
from datetime import timedelta

from shared.programme.case import PRESUMPTION, View
from shared.programme.criterion import Criterion, Presumption
from shared.programme.evidence import EvidenceRule, Support, read_evidence
from shared.programme.explanation import (
    AnswerRead,
    ClaimRead,
    ConditionRead,
    DocumentRead,
    EvidenceRead,
    Explanation,
    FactRead,
    PresumptionRead,
    ThresholdRead,
)
from shared.programme.expressions import Expression
from shared.programme.facts import Fact

MALFORMED = Support("evidence_malformed")


def explained(criterion: Criterion, view: View, declared: Mapping[str, Fact]) -> Explanation:
    """Why the criterion is in its state; `declared` are the facts of the version."""
    result = criterion.judge(view)
    answer = _answer(criterion, view)
    return Explanation(
        criterion=criterion.id,
        kind=criterion.kind,
        severity=criterion.severity,
        state=result.state,
        reason=result.reason,
        share=result.share,
        applies=_condition(criterion.applies_if, view, declared),
        presumption=_presumption(criterion.presumption, view, declared),
        claim=_claim(criterion, view),
        answer=answer,
        threshold=_threshold(criterion, answer),
        evidence=None if criterion.threshold is None else _evidence(criterion.evidence, criterion.id, view),
    )


def _condition(expression: Expression, view: View, declared: Mapping[str, Fact]) -> ConditionRead:
    read = tuple(_fact(fact, view) for id_, fact in declared.items() if id_ in expression.facts)
    return ConditionRead(expression.source, expression.holds(view.facts), read)


def _fact(fact: Fact, view: View) -> FactRead:
    given = view.facts.get(fact.id) if fact.derived else view.case.facts.get(fact.id)
    fault = "" if given is None else fact.fault(given) or ""
    return FactRead(fact.id, None if fault else given, fault)


def _presumption(presumption: Presumption | None, view: View, declared: Mapping[str, Fact]) -> PresumptionRead | None:
    if presumption is None:
        return None
    condition = _condition(presumption.condition, view, declared)
    evidence = _evidence(presumption.evidence, PRESUMPTION, view)
    proved = evidence is None or not evidence.reason
    return PresumptionRead(condition, evidence, condition.holds is True and proved)


def _claim(criterion: Criterion, view: View) -> ClaimRead | None:
    if not criterion.na_reasons:
        return None
    reason = view.case.claim(criterion.id)
    accepted = isinstance(reason, str) and reason in criterion.na_reasons
    return ClaimRead(tuple(sorted(criterion.na_reasons)), reason, accepted)


def _answer(criterion: Criterion, view: View) -> AnswerRead:
    value = view.case.answers.get(criterion.id)
    fault = "" if value is None else criterion.answer.fault(value) or ""
    return AnswerRead(value, criterion.answer.expects, fault)


def _threshold(criterion: Criterion, answer: AnswerRead) -> ThresholdRead | None:
    asked = criterion.threshold
    if asked is None:
        return None
    testable = answer.value is not None and not answer.fault
    return ThresholdRead(asked.op, asked.value, asked.passes(answer.value) if testable else None)


def _evidence(rule: EvidenceRule, key: str, view: View) -> EvidenceRead | None:
    if not rule.required:
        return None
    support = rule.support(view.documents(key), view.on)
    age = rule.max_age_days
    return EvidenceRead(
        any_of=tuple(sorted(rule.any_of)),
        max_age_days=age,
        issued_from=None if age is None else view.on - timedelta(days=age),
        must_be_valid=rule.must_be_valid,
        reason=support.reason,
        until=support.until,
        documents=_documents(rule, key, view, support),
    )


def _documents(rule: EvidenceRule, key: str, view: View, found: Support) -> tuple[DocumentRead, ...]:
    """Every document sent under the key; the first whose support is the one found is the one used."""
    given = view.case.evidence.get(key, ())
    read: list[DocumentRead] = []
    used = bool(found.reason)
    for place, raw in enumerate(given if isinstance(given, list | tuple) else ()):
        document = read_evidence(raw)
        if document is None:
            read.append(DocumentRead(place, "", None, None, "", MALFORMED.reason, None, False))
            continue
        worth = rule.weigh(document, view.on)
        uses, used = not used and worth == found, used or worth == found
        dates = document.issued_on, document.valid_until
        read.append(DocumentRead(place, document.type, *dates, str(document.status), worth.reason, worth.until, uses))
    return tuple(read)
