"""The result of the file (criteria.md 4.4) and the tolerance that the programme sets."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.programme.answers import AnswerType, ChoiceAnswer, MultichoiceAnswer, TextAnswer
from shared.programme.case import Case
from shared.programme.faults import NotAssessable
from shared.programme.loading import published
from shared.programme.outcome import Assessment
from shared.programme.quantities import NumberAnswer, ScoreAnswer
from shared.programme.vocabulary import Kind, Severity
from tests.programme.documents import document_with
from tests.programme.worked import WORKED, assessed, worked_case

MINOR_FAILURES = {"ETH-05": False, "ETH-20": False, "SEC-09": 5}


def verdict(assessment: Assessment) -> tuple[str, str | None]:
    opinion = assessment.suggested_opinion
    return str(assessment.conformity), None if opinion is None else str(opinion)


def test_a_file_with_nothing_failed_is_compliant() -> None:
    assert verdict(assessed("V01")) == ("compliant", "favourable")


def test_two_minor_failures_are_tolerated_as_reservations() -> None:
    assessment = assessed("V01", answers={"ETH-05": False, "ETH-20": False})

    assert verdict(assessment) == ("compliant_with_reservations", "favourable_non_suspensive")


def test_three_minor_failures_suspend_the_listing() -> None:
    assert verdict(assessed("V01", answers=MINOR_FAILURES)) == ("non_compliant", "favourable_suspensive")


def test_one_major_failure_suspends_the_listing() -> None:
    assert verdict(assessed("V01", answers={"URB-04": False})) == ("non_compliant", "favourable_suspensive")


def test_one_critical_failure_is_unfavourable_whatever_else() -> None:
    answers = {"URB-11": False, "URB-04": False, **MINOR_FAILURES}

    assert verdict(assessed("V01", answers=answers)) == ("non_compliant", "unfavourable")


def test_an_incomplete_file_has_no_opinion_and_lists_open_and_failed_together() -> None:
    assessment = assessed("V01", answers={"ETH-27": None, "SEC-07": 366, "URB-11": False}, evidence={"SEC-09": []})

    assert verdict(assessment) == ("incomplete", None)
    assert assessment.open == ("SEC-07", "SEC-09", "ETH-27")
    assert assessment.not_met[Severity.CRITICAL] == ("URB-11",)
    assert assessment.score_partial


def test_a_tolerance_of_none_makes_any_minor_failure_suspensive() -> None:
    strict = document_with("scoring.minor_tolerance", 0).version("2.0.0")

    assessment = strict.assess(worked_case("V01", answers={"ETH-05": False}), date(2024, 7, 1))

    assert verdict(assessment) == ("non_compliant", "favourable_suspensive")


def test_a_wider_tolerance_is_followed_too() -> None:
    lenient = document_with("scoring.minor_tolerance", 3).version("2.0.0")

    assessment = lenient.assess(worked_case("V01", answers=MINOR_FAILURES), date(2024, 7, 1))

    assert verdict(assessment) == ("compliant_with_reservations", "favourable_non_suspensive")


def test_the_same_file_fails_under_a_stricter_version() -> None:
    case = worked_case("V01", answers={"URB-03": "deux_facteurs", "ETH-19": 49})

    judged = {p.ref: p.assess(case, date(2024, 7, 1)).not_met for p in published()}

    assert judged["1.0.0"][Severity.MINOR] == ()
    assert judged["2.0.0"][Severity.MINOR] == ("ETH-19",)
    assert judged["3.0.0"][Severity.CRITICAL] == ("URB-03",)


def test_a_file_on_a_track_that_is_not_open_is_not_judged() -> None:
    with pytest.raises(NotAssessable, match="track_not_open"):
        assessed("V14")


def test_a_file_whose_track_is_unknown_is_incomplete() -> None:
    assert verdict(assessed("V01", facts={"track": None})) == ("incomplete", None)


def test_an_empty_file_is_incomplete_in_everything_that_may_apply() -> None:
    assessment = published().version("3.0.0").assess(Case({}, {}), date(2026, 3, 1))

    assert verdict(assessment) == ("incomplete", None)
    assert {str(state): count for state, count in assessment.counts.items()} == {"indeterminate": 74, "missing": 14}
    assert assessment.scores == {}


def test_an_assessment_quotes_the_version_its_hash_and_the_day() -> None:
    assessment = assessed("V01")

    assert (assessment.programme, assessment.on) == ("2.0.0", date(2024, 7, 1))
    assert assessment.content_hash == published().version("2.0.0").content_hash


INFORMATIVE = [one for one in published().version("2.0.0").criteria.values() if one.kind is Kind.INFORMATIVE]


def valid(answer: AnswerType) -> st.SearchStrategy[object]:
    """Any faultless answer of a type."""
    match answer:
        case ChoiceAnswer():
            return st.sampled_from(answer.options)
        case MultichoiceAnswer():
            return st.lists(st.sampled_from(answer.options), unique=True, min_size=answer.min_items)
        case NumberAnswer() | ScoreAnswer():
            return st.integers(int(answer.low), int(answer.high))
        case TextAnswer():
            return st.text("abc", min_size=answer.min_length, max_size=answer.max_length)
        case _:
            return st.booleans()


@settings(max_examples=60)
@given(
    st.fixed_dictionaries({one.id: valid(one.answer) for one in INFORMATIVE}),
    st.sampled_from(["V01", "V02", "V03", "V05"]),
)
def test_informative_answers_never_change_the_conformity(answers: dict[str, object], name: str) -> None:
    assessment = assessed(name, answers=answers)

    assert str(assessment.conformity) == WORKED[name]["expected"]["conformity"]
    assert str(assessment.suggested_opinion) == WORKED[name]["expected"]["suggested_opinion"]
