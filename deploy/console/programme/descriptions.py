"""Versions, criteria and differences, as people read them."""

from collections import Counter
from collections.abc import Iterator

from shared.programme.comparing.difference import Change, CriterionChange, Difference, Effect
from shared.programme.criterion import Criterion
from shared.programme.deadlines import Deadline
from shared.programme.plain import plain
from shared.programme.version import Programme

MARKS = {
    Effect.ADDED: "+", Effect.REMOVED: "-", Effect.HARDENED: "▲", Effect.SOFTENED: "▼", Effect.CHANGED: "*",
    Effect.WORDING: "~",
}  # fmt: skip


def version_lines(programme: Programme) -> Iterator[str]:
    """A version at a glance: what it is, its criteria by family, its rules of procedure."""
    yield f"version {programme.ref}, in force from {programme.effective_from}, sha256 {programme.content_hash}"
    yield f"typologies open: {', '.join(programme.tracks)}; transition: {programme.transition_months} months"
    counts = Counter((one.family, str(one.kind)) for one in programme.criteria.values())
    yield f"{len(programme.criteria)} criteria, {len(programme.facts)} facts:"
    for family, title in programme.families.items():
        kinds = ", ".join(f"{count} {kind}" for (of, kind), count in counts.items() if of == family)
        yield f"  {family} {title.fr}: {kinds or 'none'}"
    yield f"minor failures tolerated: {programme.minor_tolerance}; listed for {programme.validity.months} months"
    yield f"ladder: {' < '.join(rung.id for rung in programme.ladder.rungs)}"
    yield "time limits:"
    yield from (f"  {_limit(one)}" for one in programme.deadlines.values())


def _limit(limit: Deadline) -> str:
    stops = f", stops for {', '.join(limit.stops_for)}" if limit.stops_for else ""
    extended = f", +{limit.extension.period} up to {limit.extension.times} time(s)" if limit.extension else ""
    return f"{limit.key}: {limit.period}{extended}{stops}, then {limit.on_expiry}"


def criterion_lines(criterion: Criterion) -> Iterator[str]:
    """Everything that a version asks with one criterion."""
    rule = criterion.evidence
    yield f"{criterion.id} {criterion.title.fr}"
    yield f"  {criterion.title.en}"
    yield f"  {criterion.kind}{f', {criterion.severity}' if criterion.severity else ''}; weight {criterion.weight}"
    yield f"  family {criterion.family}, questionnaire {criterion.questionnaire}, theme {criterion.theme}"
    yield f"  applies if: {criterion.applies_if.source}"
    yield f"  answer: {criterion.answer.expects}"
    if criterion.threshold:
        yield f"  threshold: {criterion.threshold.op} {plain(criterion.threshold.value)}"
    if rule.required:
        age = f", at most {rule.max_age_days} days old" if rule.max_age_days is not None else ""
        valid = ", valid on the day" if rule.must_be_valid else ""
        yield f"  evidence: one of {', '.join(sorted(rule.any_of))}{age}{valid}"
    if criterion.na_reasons:
        yield f"  may be claimed not applicable for: {', '.join(sorted(criterion.na_reasons))}"
    if criterion.presumption:
        yield f"  presumed met if: {criterion.presumption.condition.source}"
    yield f"  published: {criterion.publication}; legal: {', '.join(criterion.legal) or 'none'}"


def difference_lines(difference: Difference) -> Iterator[str]:
    """What differs: criteria first, then everything else, each with a mark for its effect."""
    yield f"{difference.before} -> {difference.after}"
    if difference.is_empty:
        yield "no difference"
        return
    for effect in Effect:
        if ids := difference.criteria_with(effect):
            yield f"criteria {effect}: {len(ids)} ({', '.join(ids)})"
    for one in difference.criteria:
        yield from _criterion_change(one)
    yield from (_change(one) for one in difference.rules)


def _criterion_change(change: CriterionChange) -> Iterator[str]:
    if not change.changes:
        yield f"{MARKS[next(iter(change.effects))]} {change.criterion}"
        return
    yield f"  {change.criterion}"
    yield from (f"    {_change(one)}" for one in change.changes)


def _change(change: Change) -> str:
    if change.effect in (Effect.ADDED, Effect.REMOVED):
        return f"{MARKS[change.effect]} {change.place}: {change.before if change.after is None else change.after}"
    return f"{MARKS[change.effect]} {change.place} {change.effect}: {change.before} -> {change.after}"
