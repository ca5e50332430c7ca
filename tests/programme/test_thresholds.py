"""Thresholds: every bound is inclusive."""

import pytest

from shared.programme.thresholds import Among, AtLeastNumber, AtMostNumber, IsTrue, SubsetOf, Threshold


@pytest.mark.parametrize(
    ("threshold", "answer", "passes"),
    [
        (IsTrue(), True, True),
        (IsTrue(), False, False),
        (AtMostNumber(30), 30, True),
        (AtMostNumber(30), 30.0, True),
        (AtMostNumber(30), 31, False),
        (AtMostNumber(0), 0, True),
        (AtLeastNumber(50), 50, True),
        (AtLeastNumber(50), 49.9, False),
        (Among(frozenset({"tls_1_2", "tls_1_3"}), "at_least"), "tls_1_2", True),
        (Among(frozenset({"tls_1_2", "tls_1_3"}), "at_least"), "aucun", False),
        (SubsetOf(frozenset({"soins", "prevention"})), ["soins"], True),
        (SubsetOf(frozenset({"soins", "prevention"})), ["soins", "prevention"], True),
        (SubsetOf(frozenset({"soins", "prevention"})), ["soins", "commercial"], False),
    ],
)
def test_a_threshold_is_reached_or_not(threshold: Threshold, answer: object, passes: bool) -> None:
    assert threshold.passes(answer) is passes
