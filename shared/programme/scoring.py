"""Scores by family (criteria.md 4.5): exact fractions, rounded half up to one decimal only at the end."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from shared.programme.criterion import Criterion, CriterionResult

HUNDRED = 100
TENTHS = 10


def family_scores(judged: Iterable[tuple[Criterion, CriterionResult]]) -> dict[str, Decimal]:
    """The score out of 100 of each family that has a scored criterion; a family without one has no score."""
    totals: dict[str, tuple[Fraction, Fraction]] = {}
    for criterion, result in judged:
        if result.share is None or not criterion.weight:
            continue
        reached, possible = totals.get(criterion.family, (Fraction(0), Fraction(0)))
        totals[criterion.family] = (reached + criterion.weight * result.share, possible + criterion.weight)
    return {family: half_up(HUNDRED * reached / possible) for family, (reached, possible) in totals.items()}


def half_up(score: Fraction) -> Decimal:
    """Rounded to one decimal; a half goes up: 88.75 becomes 88.8."""
    tenths = (2 * TENTHS * score + 1) // 2
    return Decimal(tenths).scaleb(-1)
