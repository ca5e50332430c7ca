"""Whatever is sent, the engine answers: it judges or tells the faults, and never breaks."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.programme.case import Case
from shared.programme.faults import NotAssessable
from shared.programme.loading import published
from shared.programme.vocabulary import CriterionState

PROGRAMME = published().version("3.0.0")
DAY = date(2026, 3, 1)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["na", "type", "x"]), inner, max_size=3)
    ),
    max_leaves=5,
)
OPTIONS = sorted({option for fact in PROGRAMME.facts.values() for option in fact.options})
VALUES = JSON | st.booleans() | st.sampled_from(OPTIONS) | st.lists(st.sampled_from(OPTIONS), max_size=2)
ANSWERS = st.dictionaries(st.sampled_from([*PROGRAMME.criteria, "ZZZ-99"]), VALUES, max_size=12)
FACTS = st.dictionaries(st.sampled_from([*PROGRAMME.facts, "colour"]), VALUES, max_size=27)
EVIDENCE = st.dictionaries(
    st.sampled_from([*PROGRAMME.criteria, "presumption"]), st.lists(JSON, max_size=2), max_size=5
)
CLAIMS = st.dictionaries(st.sampled_from(["ETH-28", "SEC-07"]), JSON, max_size=2)
CASES = st.builds(Case, FACTS, ANSWERS, EVIDENCE, CLAIMS)


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_any_case_is_judged_and_every_invalid_answer_is_a_fault(case: Case) -> None:
    faults = {fault.path for fault in PROGRAMME.faults(case)}

    assessment = PROGRAMME.assess(case, DAY)

    invalid = {f"answers.{one.criterion}" for one in assessment.results if one.state is CriterionState.INVALID}
    assert invalid <= faults
    assert len(assessment.results) == 88
    assert (assessment.suggested_opinion is None) == bool(assessment.open)


@settings(max_examples=50, deadline=None)
@given(CASES)
def test_a_case_is_judged_alike_each_time(case: Case) -> None:
    assert PROGRAMME.assess(case, DAY) == PROGRAMME.assess(case, DAY)


@settings(max_examples=50, deadline=None)
@given(CASES)
def test_only_a_closed_track_keeps_a_case_from_being_judged(case: Case) -> None:
    first = published().version("1.0.0")

    if "track_not_open" in {fault.code for fault in first.faults(case)}:
        with pytest.raises(NotAssessable):
            first.assess(case, DAY)
    else:
        assert len(first.assess(case, DAY).results) == 70
