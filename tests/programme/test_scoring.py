"""Scores by family: exact, rounded half up at the very end, never a global one."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from shared.programme.scoring import half_up
from tests.programme.documents import document_with
from tests.programme.worked import assessed, worked_case


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(355, 4), "88.8"),
        (Fraction(8874, 100), "88.7"),
        (Fraction(8885, 100), "88.9"),
        (Fraction(200, 3), "66.7"),
        (Fraction(1, 20), "0.1"),
        (Fraction(0), "0.0"),
        (Fraction(100), "100.0"),
    ],
)
def test_a_half_goes_up(exact: Fraction, rounded: str) -> None:
    assert half_up(exact) == Decimal(rounded)


def test_a_family_without_scored_criterion_has_no_score() -> None:
    assert set(assessed("V23").scores) == {"URB", "SEC", "ETH"}


def test_a_failure_weighs_on_the_score_of_its_family_alone() -> None:
    assert assessed("V03").scores == {**assessed("V01").scores, "SEC": Decimal("87.9")}


def test_what_still_needs_evidence_does_not_count() -> None:
    assert assessed("V10").scores["URB"] == Decimal("93.8")


def test_a_justified_claim_leaves_the_score() -> None:
    assert assessed("V22").scores["ETH"] == Decimal("88.4")


def test_a_criterion_without_weight_changes_no_score() -> None:
    assert assessed("V01", answers={"INT-05": ["loinc", "ucum", "ccam"]}).scores == assessed("V01").scores


def test_a_family_whose_criteria_weigh_nothing_has_no_score() -> None:
    programme = document_with("criteria/INT-06/weight", 0).version("2.0.0")

    assert set(programme.assess(worked_case("V01"), date(2024, 7, 1)).scores) == {"URB", "SEC", "ETH"}


def test_a_score_is_partial_while_something_is_open() -> None:
    assert assessed("V07").score_partial
    assert not assessed("V01").score_partial
