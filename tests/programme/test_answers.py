"""What an answer may be, and how far it reaches from the worst to the best."""

from fractions import Fraction

import pytest

from shared.programme.answers import AnswerType, BooleanAnswer, ChoiceAnswer, MultichoiceAnswer, TextAnswer
from shared.programme.quantities import NumberAnswer, Scale, ScoreAnswer

YES_NO = BooleanAnswer()
LEVELS = ChoiceAnswer(("none", "some", "all"), ordered=True)
PLACES = ChoiceAnswer(("france", "elsewhere"), ordered=False)
PURPOSES = MultichoiceAnswer(("care", "prevention", "research"), min_items=1)
ANY = MultichoiceAnswer(("loinc", "ucum"), min_items=0)
DAYS = NumberAnswer(0, 365, "days", integer=True, scale=Scale(worst=90, best=0))
RATE = NumberAnswer(0, 100, "percent", integer=False, scale=Scale(worst=0, best=100))
ECOSCORE = ScoreAnswer(0, 100)
STORY = TextAnswer(min_length=5, max_length=10)


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        (YES_NO, True),
        (LEVELS, "some"),
        (PURPOSES, ["care"]),
        (ANY, []),
        (DAYS, 0),
        (DAYS, 365),
        (DAYS, 30.0),
        (RATE, 99.9),
        (ECOSCORE, 100),
        (STORY, "  five5  "),
        (STORY, "0123456789"),
    ],
)
def test_a_value_of_the_domain_has_no_fault(answer: AnswerType, value: object) -> None:
    assert answer.fault(value) is None


@pytest.mark.parametrize(
    ("answer", "value", "code"),
    [
        (YES_NO, "true", "answer_wrong_type"),
        (YES_NO, 1, "answer_wrong_type"),
        (LEVELS, 1, "answer_wrong_type"),
        (LEVELS, "All", "answer_not_an_option"),
        (LEVELS, ["all"], "answer_wrong_type"),
        (PURPOSES, "care", "answer_wrong_type"),
        (PURPOSES, ["care", 1], "answer_wrong_type"),
        (PURPOSES, ["care", "profit"], "answer_not_an_option"),
        (PURPOSES, ["care", "care"], "answer_repeats_an_option"),
        (PURPOSES, [], "answer_too_few_options"),
        (DAYS, "30", "answer_wrong_type"),
        (DAYS, True, "answer_wrong_type"),
        (DAYS, 30.5, "answer_wrong_type"),
        (DAYS, float("nan"), "answer_wrong_type"),
        (DAYS, -1, "answer_out_of_range"),
        (DAYS, 366, "answer_out_of_range"),
        (DAYS, 10**400, "answer_out_of_range"),
        (RATE, float("inf"), "answer_wrong_type"),
        (RATE, 100.1, "answer_out_of_range"),
        (ECOSCORE, "62", "answer_wrong_type"),
        (ECOSCORE, 101, "answer_out_of_range"),
        (STORY, 5, "answer_wrong_type"),
        (STORY, "  four  ", "answer_too_short"),
        (STORY, "01234567890", "answer_too_long"),
    ],
)
def test_a_value_outside_the_domain_has_its_code(answer: AnswerType, value: object, code: str) -> None:
    assert answer.fault(value) == code


@pytest.mark.parametrize(
    ("answer", "value", "share"),
    [
        (YES_NO, True, Fraction(1)),
        (YES_NO, False, Fraction(0)),
        (LEVELS, "none", Fraction(0)),
        (LEVELS, "some", Fraction(1, 2)),
        (LEVELS, "all", Fraction(1)),
        (DAYS, 30, Fraction(2, 3)),
        (DAYS, 90, Fraction(0)),
        (DAYS, 200, Fraction(0)),
        (RATE, 0.1, Fraction(1, 1000)),
        (ECOSCORE, 62, Fraction(31, 50)),
        (PLACES, "france", None),
        (PURPOSES, ["care"], None),
        (STORY, "01234", None),
    ],
)
def test_an_answer_is_worth_an_exact_share(answer: AnswerType, value: object, share: Fraction | None) -> None:
    assert answer.share(value) == share


def test_a_quantity_without_scale_is_not_scored() -> None:
    assert NumberAnswer(0, 10, "trackers", integer=True, scale=None).share(3) is None


def test_a_score_is_rescaled_from_its_own_bounds() -> None:
    assert ScoreAnswer(20, 60).share(30) == Fraction(1, 4)
