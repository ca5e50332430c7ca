"""Whether a change of one rule makes it harder or easier to satisfy."""

from collections.abc import Iterable
from itertools import chain, combinations, islice, product

from shared.programme.comparing.difference import Effect
from shared.programme.criterion import Criterion
from shared.programme.facts import Fact, FactType
from shared.programme.thresholds import AtLeastNumber, AtLeastOption, AtMostNumber, OneOf, SubsetOf, Threshold
from shared.programme.version import Programme

MOST_CASES = 20_000
"""How many combinations of facts are tried before a change of condition is called neither harder nor easier."""

HARDER, EASIER, OTHER = Effect.HARDENED, Effect.SOFTENED, Effect.CHANGED


def by_order(before: float, after: float, *, higher_is_harder: bool) -> Effect:
    """Of a number that is raised or lowered."""
    return HARDER if (after > before) is higher_is_harder else EASIER


def by_choice(before: Iterable[str], after: Iterable[str]) -> Effect | None:
    """Of a set of accepted things: fewer is harder, more is easier. None: the same ones."""
    old, new = set(before), set(after)
    if old == new:
        return None
    if new < old:
        return HARDER
    return EASIER if old < new else OTHER


def of_threshold(before: Threshold, after: Threshold) -> Effect | None:
    """Of the level asked for; None where only its writing changed."""
    if isinstance(before, AtLeastNumber) and isinstance(after, AtLeastNumber):
        return by_order(before.value, after.value, higher_is_harder=True)
    if isinstance(before, AtMostNumber) and isinstance(after, AtMostNumber):
        return by_order(before.value, after.value, higher_is_harder=False)
    old, new = _accepted(before), _accepted(after)
    return OTHER if old is None or new is None else by_choice(old, new)


def _accepted(threshold: Threshold) -> tuple[str, ...] | None:
    match threshold:
        case AtLeastOption():
            return threshold.reaching
        case OneOf() | SubsetOf():
            return threshold.value
        case _:
            return None


def of_condition(before: Programme, after: Programme, criterion: str) -> Effect | None:
    """Of applying to more or to fewer files, found by trying the combinations of the facts read."""
    old, new = before.criteria[criterion], after.criteria[criterion]
    facts = {**_read(after, new), **_read(before, old)}
    tried = list(islice(_combinations(facts), MOST_CASES + 1))
    if len(tried) > MOST_CASES:
        return None if old.applies_if.source == new.applies_if.source else OTHER
    pairs = {
        (old.applies_if.holds(before.reasoned(case)), new.applies_if.holds(after.reasoned(case))) for case in tried
    }
    more = any(now and not then for then, now in pairs)
    fewer = any(then and not now for then, now in pairs)
    if more and fewer:
        return OTHER
    return HARDER if more else EASIER if fewer else None


def _read(programme: Programme, criterion: Criterion) -> dict[str, Fact]:
    """The facts that a condition rests on in the end, through derived ones."""
    found: dict[str, Fact] = {}
    waiting = list(criterion.applies_if.facts)
    while waiting:
        id_ = waiting.pop()
        if id_ in programme.derivations:
            waiting += programme.derivations[id_].facts
        elif id_ in programme.facts:
            found[id_] = programme.facts[id_]
    return found


def _combinations(facts: dict[str, Fact]) -> Iterable[dict[str, object]]:
    values = (_values(fact) for fact in facts.values())
    return (dict(zip(facts, case, strict=True)) for case in product(*values))


def _values(fact: Fact) -> Iterable[object]:
    match fact.type:
        case FactType.BOOLEAN:
            return (True, False)
        case FactType.CHOICE:
            return fact.options
        case FactType.LIST:
            sizes = range(len(fact.options) + 1)
            return map(list, islice(chain.from_iterable(combinations(fact.options, n) for n in sizes), MOST_CASES + 1))
