"""The ecoscore: marks by ordered bounds, means in exact fractions, rounded half up."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.programme.ecoscore import EcoscoreRule, Measure
from shared.programme.faults import Fault
from shared.programme.loading import published
from shared.programme.vocabulary import Title
from tests.programme.documents import ABSENT, changed, document_with, refusals

RULE = EcoscoreRule(
    suggests="ETH-27",
    measures=(
        Measure("energy", Title("é", "e"), "mah", (1, 2, 4, 8, 16)),
        Measure("performance", Title("p", "p"), "seconds", (1, 2, 4, 8, 16)),
        Measure("data", Title("d", "d"), "megabytes", (0.1, 0.5, 1, 2, 5)),
    ),
    marks=(100, 80, 60, 40, 20, 0),
)
BEST = {"energy": 0, "performance": 0, "data": 0}
quantities = st.integers(0, 20) | st.decimals(0, 20, places=2).map(float)
steps = st.lists(st.fixed_dictionaries(dict.fromkeys(BEST, quantities)), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("data", "mark"), [(0, 100), (0.1, 100), (0.11, 80), (0.5, 80), (1, 60), (2, 40), (5, 20), (5.01, 0), (900, 0)]
)
def test_bounds_are_inclusive(data: float, mark: int) -> None:
    assert RULE.score([{**BEST, "data": data}]).steps[0].marks["data"] == mark


def test_the_three_measures_weigh_the_same_and_so_do_the_steps() -> None:
    found = RULE.score([BEST, {"energy": 2, "performance": 9, "data": 6}])

    assert found.steps[0].mean == 100
    assert found.steps[1].mean == Fraction(80 + 20 + 0, 3)
    assert found.score == 67  # (100 + 33 1/3) / 2 = 66 2/3


def test_a_half_is_rounded_up() -> None:
    rule = EcoscoreRule("ETH-27", RULE.measures[:1], (100, 81, 60, 40, 20, 0))

    assert rule.score([{"energy": 0}, {"energy": 2}]).score == 91  # 90.5


def test_a_bound_is_the_decimal_that_was_written() -> None:
    assert RULE.score([{**BEST, "data": 0.1 + 0.2 - 0.2}]).steps[0].marks["data"] == 80  # 0.10000000000000003


@given(steps)
def test_the_order_of_steps_does_not_matter_and_the_score_stays_within_its_scale(journey: list[dict[str, Any]]) -> None:
    score = RULE.score(journey).score

    assert 0 <= score <= 100
    assert RULE.score(journey[::-1]).score == score


@given(steps, st.sampled_from(sorted(BEST)), st.integers(1, 20))
def test_a_journey_that_costs_more_never_scores_more(journey: list[dict[str, Any]], measure: str, more: int) -> None:
    costlier = [{**step, measure: step[measure] + more} for step in journey]

    assert RULE.score(costlier).score <= RULE.score(journey).score


@pytest.mark.parametrize(
    ("journey", "expected"),
    [
        ([], [Fault("steps", "steps_out_of_range", "1 to 100")]),
        ([BEST] * 101, [Fault("steps", "steps_out_of_range", "1 to 100")]),
        (
            [BEST, {"energy": -1, "data": "few", "mood": 3}],
            [
                Fault("steps.1.energy", "measure_wrong", "zero or more mah"),
                Fault("steps.1.performance", "measure_missing", "seconds"),
                Fault("steps.1.data", "measure_wrong", "zero or more megabytes"),
                Fault("steps.1.mood", "measure_unknown"),
            ],
        ),
    ],
    ids=["no step", "too many steps", "wrong measures"],
)
def test_every_fault_of_a_journey_is_named_by_its_place(journey: list[Any], expected: list[Fault]) -> None:
    assert list(RULE.faults(journey)) == expected


def test_the_thresholds_are_data_of_the_programme() -> None:
    rule = published().version("3.0.0").procedure.ecoscore

    assert rule is not None
    assert [measure.id for measure in rule.measures] == ["energy", "performance", "data"]
    assert (rule.suggests, rule.marks) == ("ETH-27", (100, 80, 60, 40, 20, 0))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("marks", [0, 100], "marks_not_falling"),
        ("measures", [], "no_measure"),
        ("suggests", "URB-01", "criterion_not_a_score"),
        ("suggests", "ETH-99", "criterion_not_a_score"),
    ],
)
def test_a_rule_that_cannot_score_is_refused(key: str, value: object, code: str) -> None:
    assert (f"procedure.ecoscore.{key}", code) in refusals(changed(f"procedure.ecoscore.{key}", value))


@pytest.mark.parametrize("bounds", [[1, 2, 3, 4], [5, 4, 3, 2, 1], [1, 1, 2, 3, 4], [1, 2, 3, 4, "x"], None])
def test_bounds_that_do_not_rise_or_do_not_fit_the_marks_are_refused(bounds: object) -> None:
    place = "procedure.ecoscore.measures.energy.bounds"

    assert refusals(changed(place, bounds)) == [(place, "bounds_not_rising")]


def test_a_programme_may_do_without() -> None:
    document = document_with("procedure.ecoscore", ABSENT)

    assert document.version("3.0.0").procedure.ecoscore is None
