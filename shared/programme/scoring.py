"""Scores by family (criteria.md 4.5): exact fractions, rounded half up to one decimal only at the end."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from shared.programme.criterion import Criterion, CriterionResult

HUNDRED = 100
TENTHS = 10


def family_scores(judged: Iterable[tuple[Criterion, CriterionResult]]) -> dict[str, Decimal]:
    """The score out of 100 of each family that has a scored criterion; a family without one has no score."""
    possible: Counter[str] = Counter()
    reached: dict[str, Counter[int]] = {}
    for criterion, result in judged:
        if result.share is not None and criterion.weight:
            possible[criterion.family] += criterion.weight
            by_denominator = reached.setdefault(criterion.family, Counter())
            by_denominator[result.share.denominator] += criterion.weight * result.share.numerator
    return {family: half_up(HUNDRED * _sum(reached[family]) / weight) for family, weight in possible.items()}


def _sum(numerators: Counter[int]) -> Fraction:
    """The exact sum of fractions gathered by denominator: far fewer additions of fractions than one for each."""
    return sum((Fraction(numerator, denominator) for denominator, numerator in numerators.items()), Fraction(0))


def half_up(score: Fraction) -> Decimal:
    """Rounded to one decimal; a half goes up: 88.75 becomes 88.8."""
    tenths = (2 * TENTHS * score + 1) // 2
    return Decimal(tenths).scaleb(-1)
