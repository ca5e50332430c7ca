"""E-11: a corrected fact has the whole file judged again (criteria.md 4.2); nothing that was given is lost."""

from dataclasses import replace

import pytest

from services.evaluation.evaluation.domain.fact_correction import CorrectFact, correct_fact
from services.evaluation.evaluation.domain.finding import Correction, FactCorrection, Finding, FindingState
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.domain.state import Evaluation
from shared.acts.refusal import Invalid
from shared.contracts.case_file import Answer
from shared.identity.actor import Actor
from tests.builders import DESK, EVALUATOR, REVIEWER, at, awaited, perform, refusal
from tests.evaluation.builders import DAY, confirmed, corrected, opened, started

UNVERIFIED, WITHOUT_ANSWER = FindingState.UNVERIFIED, "answer_missing"
LATER = at("2024-07-15", EVALUATOR)


def faults(fact: str, value: Answer, reason: str = "Seen on the site.") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        perform(TRANSITIONS, correct_fact, started(), CorrectFact(fact=fact, value=value, reason=reason), LATER)
    listed = caught.value.facts["faults"]
    assert isinstance(listed, list)
    return [(fault["path"], fault["code"]) for fault in listed]


def settled_with(**states: str) -> Evaluation:
    state: Evaluation = confirmed(started(), **states).state
    return state


def test_a_fact_that_opens_criteria_leaves_them_without_an_answer() -> None:
    evaluation = corrected(started(), paid=True)

    assert evaluation.suggested["ETH-22"] == Finding(state=UNVERIFIED, reason=WITHOUT_ANSWER)
    assert len(evaluation.suggested) == 48
    assert evaluation.state == "in_evaluation"


def test_a_fact_that_closes_criteria_takes_them_out_of_the_findings_and_keeps_the_answer() -> None:
    evaluation = corrected(started(), uses_audience_measurement=False)

    assert "ETH-07" not in evaluation.suggested
    assert "ETH-07" in evaluation.content.answers


def test_a_fact_corrected_to_unknown_leaves_its_criteria_open_and_none_not_applicable() -> None:
    before = started()

    evaluation = corrected(before, uses_audience_measurement=None)

    assert evaluation.suggested["ETH-07"] == Finding(state=UNVERIFIED, reason="fact_unknown")
    assert list(evaluation.suggested) == list(before.suggested)


def test_what_was_declared_stays_beside_what_was_corrected_by_whom_why_and_when() -> None:
    evaluation = perform(
        TRANSITIONS, correct_fact, started(), CorrectFact(fact="paid", value=True, reason=" A price is asked. "), LATER
    ).state

    assert evaluation.content.facts["paid"] is False
    assert evaluation.examined.facts["paid"] is True
    assert evaluation.fact_corrections == (
        FactCorrection(fact="paid", value=True, reason="A price is asked.", by="eva-1", on=LATER.day),
    )


def test_the_file_is_judged_again_as_of_the_same_day() -> None:
    early = replace(started("V11"), fact_corrections=())

    late = perform(
        TRANSITIONS,
        correct_fact,
        early,
        CorrectFact(fact="paid", value=True, reason="Seen."),
        at("2024-09-20", EVALUATOR),
    ).state

    assert {id_: one for id_, one in late.suggested.items() if id_ != "ETH-22"} == early.suggested


def test_a_correction_withdraws_the_confirmation_and_says_what_moved() -> None:
    evaluation = corrected(settled_with(), paid=True, uses_audience_measurement=False)

    assert evaluation.conclusion is None
    assert evaluation.shifted == ("ETH-22", "ETH-07")
    assert refusal(TRANSITIONS, issue_report, evaluation, IssueReport(), at(DAY, REVIEWER)) == "findings_not_confirmed"


def test_nothing_has_moved_before_anything_was_confirmed() -> None:
    assert corrected(started(), paid=True).shifted == ()


def test_a_correction_taken_back_leaves_nothing_moved_but_the_findings_to_confirm() -> None:
    evaluation = corrected(corrected(settled_with(), paid=True), paid=False)

    assert evaluation.shifted == ()
    assert evaluation.conclusion is None
    assert evaluation.suggested == started().suggested
    assert [one.value for one in evaluation.fact_corrections] == [True, False]


def test_findings_corrected_before_are_kept_and_the_moved_ones_can_be_told() -> None:
    evaluation = corrected(settled_with(ETH_07="non_compliant", SEC_07="non_compliant"), uses_audience_measurement=None)

    assert evaluation.corrections == {
        id_: Correction(state=FindingState.NON_COMPLIANT, reason="Seen on the test platform.")
        for id_ in ("ETH-07", "SEC-07")
    }
    assert evaluation.shifted == ("ETH-07",)


def test_confirming_again_draws_the_conclusion_from_the_corrected_facts() -> None:
    change = confirmed(corrected(settled_with(), paid=True))

    assert change.state.conclusion
    assert (change.state.conclusion.conformity, change.state.conclusion.suggested_opinion) == ("incomplete", None)
    assert change.state.shifted == ()


def test_a_criterion_that_a_correction_opened_may_be_settled_by_hand() -> None:
    change = confirmed(corrected(started(), paid=True), ETH_22="compliant")

    assert change.state.conclusion
    assert change.state.conclusion.conformity == "compliant"


def test_a_criterion_that_a_correction_closed_takes_no_correction() -> None:
    closed = corrected(started(), uses_audience_measurement=False)

    with pytest.raises(Invalid) as caught:
        confirmed(closed, ETH_07="non_compliant")

    assert caught.value.facts["faults"] == [
        {"path": "corrections.ETH-07", "code": "not_applicable", "detail": "the criterion does not apply to this file"}
    ]


def test_the_clock_runs_on_and_nothing_is_told() -> None:
    change = perform(TRANSITIONS, correct_fact, started(), CorrectFact(fact="paid", value=True, reason="Seen."), LATER)

    assert (awaited(change), change.events) == ({}, ())


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("colour", "red", [("fact", "unknown_fact")]),
        ("x" * 300, True, [("fact", "unknown_fact")]),
        ("paid", "yes", [("value", "fact_wrong_type")]),
        ("paid", 1, [("value", "fact_wrong_type")]),
        ("category", "gardening", [("value", "fact_not_an_option")]),
        ("category", True, [("value", "fact_wrong_type")]),
        ("form", ("mobile_application", "smoke_signals"), [("value", "fact_not_an_option")]),
        ("form", "mobile_application", [("value", "fact_wrong_type")]),
        ("paid", False, [("value", "nothing_corrected")]),
        ("form", ("web_site", "mobile_application"), [("value", "nothing_corrected")]),
        ("track", "with_exchange", [("fact", "typology_is_fixed")]),
        ("track", None, [("fact", "typology_is_fixed")]),
    ],
)
def test_what_is_no_correction_of_a_fact_is_refused(fact: str, value: Answer, expected: list[tuple[str, str]]) -> None:
    assert faults(fact, value) == expected


@pytest.mark.parametrize("reason", ["", " \n", "a" * 2001])
def test_a_correction_needs_a_reason_and_every_fault_is_named(reason: str) -> None:
    assert faults("colour", True, reason) == [("fact", "unknown_fact"), ("reason", "length")]


@pytest.mark.parametrize(("who", "code"), [(REVIEWER, "not_the_lead"), (DESK, "role_required")])
def test_the_lead_alone_corrects(who: Actor, code: str) -> None:
    command = CorrectFact(fact="paid", value=True, reason="Seen.")

    assert refusal(TRANSITIONS, correct_fact, started(), command, at(DAY, who)) == code


def test_facts_are_corrected_between_assignment_and_report_only() -> None:
    command = CorrectFact(fact="paid", value=True, reason="Seen.")
    issued = perform(TRANSITIONS, issue_report, settled_with(), IssueReport(), at(DAY, REVIEWER)).state

    for evaluation in (opened().state, issued):
        assert refusal(TRANSITIONS, correct_fact, evaluation, command, LATER) == "act_not_allowed"


def test_a_version_that_is_not_there_or_not_the_same_judges_nothing() -> None:
    command = CorrectFact(fact="paid", value=True, reason="Seen.")
    gone, changed = replace(started(), programme="9.9.9"), replace(started(), programme_hash="0" * 64)

    assert refusal(TRANSITIONS, correct_fact, gone, command, LATER) == "unknown_programme"
    assert refusal(TRANSITIONS, correct_fact, changed, command, LATER) == "programme_differs"


def test_an_evaluation_takes_so_many_corrections_and_no_more() -> None:
    one = FactCorrection(fact="paid", value=True, reason="Seen.", by="eva-1", on=LATER.day)
    full = replace(started(), fact_corrections=(one,) * 200)

    code = refusal(TRANSITIONS, correct_fact, full, CorrectFact(fact="paid", value=False, reason="Seen."), LATER)

    assert code == "too_many_corrections"
