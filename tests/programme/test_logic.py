"""Kleene's tables: unknown is neither true nor false, and is told only where it matters."""

import pytest

from shared.programme.logic import Test as Condition
from shared.programme.logic import Truth, conjunction, disjunction, negation


def being(truth: Truth) -> Condition:
    return lambda known: truth


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_and_or_follow_the_table(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert conjunction((being(left), being(right)))({}) is both
    assert disjunction((being(left), being(right)))({}) is either


@pytest.mark.parametrize(("truth", "inverse"), [(True, False), (False, True), (None, None)])
def test_not_leaves_the_unknown_unknown(truth: Truth, inverse: Truth) -> None:
    assert negation(being(truth))({}) is inverse


def test_a_later_false_wins_over_an_earlier_unknown() -> None:
    assert conjunction((being(None), being(True), being(False)))({}) is False


def test_a_later_true_wins_over_an_earlier_unknown() -> None:
    assert disjunction((being(None), being(False), being(True)))({}) is True
