"""Invariants 7 and 10 in the report: exactly the applicable criteria; informative answers decide nothing."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.programme.answers import BooleanAnswer, ChoiceAnswer, MultichoiceAnswer
from shared.programme.loading import published
from shared.programme.quantities import NumberAnswer, ScoreAnswer
from shared.programme.vocabulary import Kind
from tests.evaluation.builders import confirmed, opened, reported, started

CRITERIA = published().version("2.0.0").criteria
APPLICABLE = [CRITERIA[id_] for id_ in opened().state.suggested]
DISCRIMINATING = [one.id.replace("-", "_") for one in APPLICABLE if one.kind is Kind.DISCRIMINATING]
BEST_TO_WORST = ["favourable", "favourable_non_suspensive", "favourable_suspensive", "unfavourable"]
REPORTS = {
    "V01": ("compliant", "favourable", ()),
    "V03": ("non_compliant", "unfavourable", ("SEC-04",)),
    "V05": ("compliant_with_reservations", "favourable_non_suspensive", ("ETH-05", "ETH-20")),
}


def any_answer(criterion: str) -> st.SearchStrategy[Any]:
    """Any answer that is acceptable to a criterion of the worked cases."""
    match CRITERIA[criterion].answer:
        case BooleanAnswer():
            return st.booleans()
        case ChoiceAnswer(options=options):
            return st.sampled_from(options)
        case MultichoiceAnswer(options=options, min_items=least):
            return st.lists(st.sampled_from(options), unique=True, min_size=least)
        case NumberAnswer(low=low, high=high) | ScoreAnswer(low=low, high=high):
            return st.integers(int(low), int(high))
        case other:
            raise AssertionError(f"no answers made up for {other.name}")


informative_answers = st.fixed_dictionaries(
    {one.id: any_answer(one.id) for one in APPLICABLE if one.kind is Kind.INFORMATIVE}
)
non_compliant = st.sets(st.sampled_from(DISCRIMINATING), max_size=6)


@settings(max_examples=40, deadline=None)
@given(informative_answers, st.sampled_from(sorted(REPORTS)))
def test_informative_answers_never_change_what_the_report_concludes(answers: dict[str, Any], case: str) -> None:
    report = reported(started(case, answers=answers))

    assert (report.conformity, report.suggested_opinion, report.not_met) == REPORTS[case]


@settings(max_examples=40, deadline=None)
@given(informative_answers)
def test_informative_answers_never_change_which_criteria_get_a_finding(answers: dict[str, Any]) -> None:
    assert list(opened(answers=answers).state.suggested) == [one.id for one in APPLICABLE]


@settings(max_examples=60, deadline=None)
@given(non_compliant, st.sampled_from(DISCRIMINATING))
def test_one_more_failure_never_improves_the_opinion(failed: set[str], one_more: str) -> None:
    before = reported(started(), **dict.fromkeys(failed, "non_compliant"))
    after = reported(started(), **dict.fromkeys({*failed, one_more}, "non_compliant"))

    assert before.suggested_opinion is not None and after.suggested_opinion is not None
    assert BEST_TO_WORST.index(before.suggested_opinion) <= BEST_TO_WORST.index(after.suggested_opinion)


@settings(max_examples=60, deadline=None)
@given(non_compliant)
def test_the_report_names_exactly_the_corrected_failures_of_a_compliant_file(failed: set[str]) -> None:
    report = reported(started(), **dict.fromkeys(failed, "non_compliant"))

    assert sorted(report.not_met) == sorted(name.replace("_", "-") for name in failed)


@settings(max_examples=60, deadline=None)
@given(non_compliant)
def test_each_applicable_criterion_is_either_confirmed_or_corrected(failed: set[str]) -> None:
    (event,) = confirmed(started(), **dict.fromkeys(failed, "non_compliant")).events

    assert event.confirmed + event.corrected == 47  # type: ignore[attr-defined]  # FindingsConfirmed
