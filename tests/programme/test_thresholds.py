"""Thresholds: every bound is inclusive."""

import pytest

from shared.programme.thresholds import AtLeastNumber, AtLeastOption, AtMostNumber, IsTrue, OneOf, SubsetOf, Threshold


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
        (AtLeastOption("tls_1_2", ("tls_1_2", "tls_1_3")), "tls_1_2", True),
        (AtLeastOption("tls_1_2", ("tls_1_2", "tls_1_3")), "aucun", False),
        (OneOf(("france", "europe")), "europe", True),
        (OneOf(("france", "europe")), "ailleurs", False),
        (SubsetOf(("soins", "prevention")), ["soins"], True),
        (SubsetOf(("soins", "prevention")), ["soins", "prevention"], True),
        (SubsetOf(("soins", "prevention")), ["soins", "commercial"], False),
    ],
)
def test_a_threshold_is_reached_or_not(threshold: Threshold, answer: object, passes: bool) -> None:
    assert threshold.passes(answer) is passes
