"""What changes in one criterion from a version to another."""

from collections.abc import Iterator

from shared.programme.comparing.difference import Change, CriterionChange, Effect
from shared.programme.comparing.directions import by_choice, by_order, of_condition, of_threshold
from shared.programme.criterion import Criterion, Presumption
from shared.programme.evidence import EvidenceRule
from shared.programme.plain import plain
from shared.programme.version import Programme
from shared.programme.vocabulary import Kind, Severity

WORDED = ("title", "guidance", "theme", "questionnaire", "legal", "publication")
"""What no result depends on."""
COUNTED = ("family", "weight")
"""What the scores depend on."""


def criterion_change(before: Programme, after: Programme, criterion: str) -> CriterionChange | None:
    """What differs in a criterion, None if nothing does."""
    old, new = before.criteria.get(criterion), after.criteria.get(criterion)
    if old is None or new is None:
        standing = old or new
        assert standing
        effect = Effect.ADDED if old is None else Effect.REMOVED
        return CriterionChange(criterion, standing.kind is Kind.DISCRIMINATING, frozenset({effect}))
    changes = tuple(_changes(old, new, of_condition(before, after, criterion)))
    if not changes:
        return None
    discriminating = Kind.DISCRIMINATING in (old.kind, new.kind)
    return CriterionChange(criterion, discriminating, frozenset(one.effect for one in changes), changes)


def _changes(old: Criterion, new: Criterion, condition: Effect | None) -> Iterator[Change]:
    for key in (*WORDED, *COUNTED):
        then, now = plain(getattr(old, key)), plain(getattr(new, key))
        if then != now:
            yield Change(key, Effect.WORDING if key in WORDED else Effect.CHANGED, then, now)
    yield from _kind(old, new)
    yield from _answer(old, new)
    if condition is not None:
        yield Change("applies_if", condition, old.applies_if.source, new.applies_if.source)
    elif old.applies_if.source != new.applies_if.source:
        yield Change("applies_if", Effect.WORDING, old.applies_if.source, new.applies_if.source)
    if effect := by_choice(old.na_reasons, new.na_reasons):
        yield Change("na_reasons", effect, plain(old.na_reasons), plain(new.na_reasons))
    yield from evidence_changes("evidence", old.evidence, new.evidence)
    yield from _presumption(old.presumption, new.presumption)


def _kind(old: Criterion, new: Criterion) -> Iterator[Change]:
    if old.kind is not new.kind:
        effect = Effect.HARDENED if new.kind is Kind.DISCRIMINATING else Effect.SOFTENED
        yield Change("kind", effect, str(old.kind), str(new.kind))
    elif old.severity and new.severity and old.severity is not new.severity:
        order = list(Severity)
        effect = by_order(order.index(old.severity), order.index(new.severity), higher_is_harder=False)
        yield Change("severity", effect, str(old.severity), str(new.severity))


def _answer(old: Criterion, new: Criterion) -> Iterator[Change]:
    if old.answer != new.answer:
        yield Change("answer", Effect.CHANGED, old.answer.expects, new.answer.expects)
    if old.threshold is None or new.threshold is None or old.threshold == new.threshold:
        return
    if effect := of_threshold(old.threshold, new.threshold):
        levels = (f"{one.op} {plain(one.value)}" for one in (old.threshold, new.threshold))
        yield Change("threshold", effect, *levels)


def evidence_changes(place: str, old: EvidenceRule, new: EvidenceRule) -> Iterator[Change]:
    """What differs in the evidence asked for."""
    if old.required is not new.required:
        yield Change(f"{place}.required", _stricter(new.required), old.required, new.required)
    if not old.required or not new.required:
        return
    if effect := by_choice(old.any_of, new.any_of):
        yield Change(f"{place}.any_of", effect, plain(old.any_of), plain(new.any_of))
    if old.max_age_days != new.max_age_days:
        ages = [float("inf") if age is None else age for age in (old.max_age_days, new.max_age_days)]
        effect = by_order(*ages, higher_is_harder=False)
        yield Change(f"{place}.max_age_days", effect, old.max_age_days, new.max_age_days)
    if old.must_be_valid is not new.must_be_valid:
        yield Change(
            f"{place}.must_be_valid_on_evaluation", _stricter(new.must_be_valid), old.must_be_valid, new.must_be_valid
        )


def _stricter(now: bool) -> Effect:
    return Effect.HARDENED if now else Effect.SOFTENED


def _presumption(old: Presumption | None, new: Presumption | None) -> Iterator[Change]:
    if old is None or new is None:
        if old is not new:
            effect = Effect.HARDENED if new is None else Effect.SOFTENED
            yield Change("presumed_met", effect, old and old.condition.source, new and new.condition.source)
        return
    if old.condition.source != new.condition.source:
        yield Change("presumed_met.if", Effect.CHANGED, old.condition.source, new.condition.source)
    yield from evidence_changes("presumed_met.evidence", old.evidence, new.evidence)
