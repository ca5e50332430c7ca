"""E-13 to E-17: complements are asked for, the clock stands still, the answer is judged, no answer lapses."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.evaluation.evaluation.domain.complement import RequestComplement, request_complement, take_complement
from services.evaluation.evaluation.domain.complement_deadline import (
    ExtendComplement,
    extend_complement,
    lapse_evaluation,
    remind_complement,
)
from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.domain.state import Evaluation
from shared.acts.change import Change
from shared.acts.refusal import Invalid
from shared.contracts.case_file import CaseFile, EvidencePiece
from shared.contracts.evaluation.evaluation import (
    ComplementDeadlineExtended,
    ComplementReminded,
    ComplementRequested,
    EvaluationLapsed,
    EvaluationResumed,
)
from shared.contracts.intake.application import ComplementProvided
from tests.builders import DESK, EVALUATOR, PUBLISHER, REVIEWER, at, awaited, deadline, perform, refusal
from tests.evaluation.builders import DAY, DOSSIER, confirmed, corrected, opened, started


def asked(
    evaluation: Evaluation | None = None, *items: str, message: str = "", day: str = "2024-07-15"
) -> Change[Evaluation]:
    """The worked case with a corrected fact, which opens ETH-22, and the request for what is then missing."""
    before = corrected(started(), paid=True) if evaluation is None else evaluation
    command = RequestComplement(items=items, message=message)
    return perform(TRANSITIONS, request_complement, before, command, at(day, EVALUATOR))


def answered(evaluation: Evaluation, day: str, **answers: Any) -> Change[Evaluation]:  # noqa: ANN401
    sent = CaseFile(facts={}, answers={name.replace("_", "-"): value for name, value in answers.items()})
    event = ComplementProvided(dossier=DOSSIER, content=evaluation.content.completed_by(sent))
    return perform(TRANSITIONS, take_complement, evaluation, event, at(day))


def faults(*items: str, message: str = "") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        asked(None, *items, message=message)
    listed = caught.value.facts["faults"]
    assert isinstance(listed, list)
    return [(fault["path"], fault["code"]) for fault in listed]


def reminded(evaluation: Evaluation, day: str) -> Change[Evaluation]:
    return perform(TRANSITIONS, remind_complement, evaluation, deadline("remind_complement", day), at(day))


def test_everything_unverified_is_asked_for_and_the_clock_stands_still() -> None:
    change = asked()

    assert change.state.state == "awaiting_complement"
    assert change.events == (ComplementRequested(dossier=DOSSIER, items=("ETH-22",), due_on=date(2024, 8, 14)),)
    assert awaited(change) == {
        "lapse_evaluation": "2024-08-30", "remind_complement": "2024-08-07", "escalate_evaluation": "cancelled",
    }  # fmt: skip


def test_single_criteria_may_be_asked_for_with_words_that_stay_here() -> None:
    change = asked(started(), "SEC-07", "URB-03", message=" Which policy? ")

    assert change.state.complement
    assert (change.state.complement.items, change.state.complement.message) == (("SEC-07", "URB-03"), "Which policy?")
    assert "Which" not in str(change.events)


def test_what_the_lead_found_unverified_is_asked_for_too() -> None:
    change = asked(confirmed(started(), SEC_04="unverified").state)

    assert change.state.complement
    assert change.state.complement.items == ("SEC-04",)


def test_a_complete_file_leaves_nothing_to_ask() -> None:
    command = RequestComplement()

    assert refusal(TRANSITIONS, request_complement, started(), command, at(DAY, EVALUATOR)) == "nothing_to_ask"


def test_what_cannot_be_asked_for_is_named() -> None:
    assert faults("SEC-99", "ETH-23", "SEC-07", "SEC-07", message="a" * 4001) == [
        ("items.0", "unknown_criterion"), ("items.1", "not_applicable"), ("items.3", "repeated"), ("message", "length"),
    ]  # fmt: skip


def test_the_lead_asks_once_at_a_time() -> None:
    command, waiting = RequestComplement(items=("SEC-07",)), asked().state

    assert refusal(TRANSITIONS, request_complement, started(), command, at(DAY, REVIEWER)) == "not_the_lead"
    assert refusal(TRANSITIONS, request_complement, started(), command, at(DAY, DESK)) == "role_required"
    assert refusal(TRANSITIONS, request_complement, waiting, command, at(DAY, EVALUATOR)) == "act_not_allowed"
    assert refusal(TRANSITIONS, request_complement, opened().state, command, at(DAY, EVALUATOR)) == "act_not_allowed"


def test_no_report_is_issued_and_nothing_confirmed_while_an_answer_is_awaited() -> None:
    waiting = asked(confirmed(started(), SEC_04="unverified").state).state

    assert refusal(TRANSITIONS, issue_report, waiting, IssueReport(), at(DAY, REVIEWER)) == "act_not_allowed"
    assert refusal(TRANSITIONS, confirm_findings, waiting, ConfirmFindings(), at(DAY, EVALUATOR)) == "act_not_allowed"


def test_the_answer_is_judged_as_of_its_day_and_the_clock_resumes_the_next_day() -> None:
    change = answered(asked().state, "2024-08-05", ETH_22=True)

    assert change.state.state == "in_evaluation"
    assert change.state.suggested["ETH-22"].reason != "answer_missing"
    assert (change.state.judged_on, change.state.opened_on) == (date(2024, 8, 5), date(2024, 7, 1))
    assert change.events == (EvaluationResumed(dossier=DOSSIER, due_on=date(2024, 9, 20)),)
    assert awaited(change) == {
        "remind_complement": "cancelled", "lapse_evaluation": "cancelled", "escalate_evaluation": "2024-09-21",
    }  # fmt: skip


def test_pauses_add_up_and_the_derivation_tells_them() -> None:
    once = answered(asked(day="2024-07-05").state, "2024-07-10").state
    twice = answered(asked(once, "SEC-07", day="2024-07-20").state, "2024-08-04")

    (clock,) = [one for one in twice.deadlines if one.kind == "escalate_evaluation"]
    assert twice.state.paused_days == 20
    assert twice.state.due_on == date(2024, 9, 19)
    assert "paused 20 calendar_days" in clock.derivation  # type: ignore[union-attr]  # it is set


def test_an_answer_on_the_day_of_the_request_starts_the_clock_as_it_was() -> None:
    change = answered(asked().state, "2024-07-15")

    assert awaited(change)["escalate_evaluation"] == "2024-08-31"


def test_a_clock_that_had_run_out_is_not_missed_twice() -> None:
    change = answered(asked(day="2024-09-02").state, "2024-09-10")

    assert "escalate_evaluation" not in awaited(change)


def test_the_confirmation_is_withdrawn_and_corrections_are_kept() -> None:
    settled = confirmed(corrected(started(), paid=True), SEC_07="non_compliant").state

    evaluation = answered(asked(settled).state, "2024-08-05", ETH_22=True).state

    assert evaluation.conclusion is None
    assert list(evaluation.corrections) == ["SEC-07"]
    assert "ETH-22" in evaluation.shifted


def test_the_publisher_cannot_change_declared_facts_by_a_complement() -> None:
    waiting = asked().state
    event = ComplementProvided(
        dossier=DOSSIER, content=replace(waiting.content, facts={**waiting.content.facts, "uses_ai": True})
    )

    evaluation = perform(TRANSITIONS, take_complement, waiting, event, at("2024-08-05")).state

    assert evaluation.content.facts == waiting.content.facts
    assert evaluation.examined.facts["paid"] is True


def test_evidence_sent_with_the_complement_counts_on_its_day() -> None:
    lacking = started("V10")
    piece = EvidencePiece(type="certificate", issued_on=date(2024, 7, 20), valid_until=date(2025, 7, 20))
    waiting = asked(lacking, "URB-11").state
    content = replace(waiting.content, evidence={**waiting.content.evidence, "URB-11": (piece,)})
    event = ComplementProvided(dossier=DOSSIER, content=content)

    evaluation = perform(TRANSITIONS, take_complement, waiting, event, at("2024-08-01")).state

    assert (lacking.suggested["URB-11"].state, evaluation.suggested["URB-11"].state) == ("unverified", "compliant")


def test_the_publisher_is_reminded_seven_days_before_and_on_the_day() -> None:
    first = reminded(asked().state, "2024-08-07")
    second = reminded(first.state, "2024-08-14")

    assert first.events == (ComplementReminded(dossier=DOSSIER, due_on=date(2024, 8, 14)),)
    assert (awaited(first), awaited(second)) == ({"remind_complement": "2024-08-14"}, {})


def test_the_time_is_extended_once_from_the_due_day() -> None:
    longer = perform(TRANSITIONS, extend_complement, asked().state, ExtendComplement(), at("2024-08-10", EVALUATOR))

    assert longer.events == (ComplementDeadlineExtended(dossier=DOSSIER, due_on=date(2024, 9, 13)),)
    assert awaited(longer) == {"lapse_evaluation": "2024-09-29", "remind_complement": "2024-09-06"}
    again = refusal(TRANSITIONS, extend_complement, longer.state, ExtendComplement(), at("2024-08-11", EVALUATOR))
    assert again == "extension_used"
    other = refusal(TRANSITIONS, extend_complement, asked().state, ExtendComplement(), at("2024-08-11", REVIEWER))
    assert other == "not_the_lead"


def test_without_an_answer_the_evaluation_lapses_after_a_reminder_only() -> None:
    message = deadline("lapse_evaluation", "2024-08-29")
    waiting = asked().state

    assert refusal(TRANSITIONS, lapse_evaluation, waiting, message, at("2024-08-30")) == "reminder_not_sent"
    change = perform(TRANSITIONS, lapse_evaluation, reminded(waiting, "2024-08-07").state, message, at("2024-08-30"))
    assert change.state.state == "lapsed"
    assert change.events == (EvaluationLapsed(dossier=DOSSIER, lapsed_on=date(2024, 8, 30)),)


def test_an_answer_that_comes_after_the_lapse_changes_nothing() -> None:
    late = reminded(asked().state, "2024-08-07").state
    lapsed = perform(
        TRANSITIONS, lapse_evaluation, late, deadline("lapse_evaluation", "2024-08-29"), at("2024-08-30")
    ).state

    change = answered(lapsed, "2024-08-31", ETH_22=True)

    assert (change.state, change.events) == (lapsed, ())


def test_the_publisher_does_not_answer_here() -> None:
    event = ComplementProvided(dossier=DOSSIER, content=started().content)

    assert refusal(TRANSITIONS, take_complement, asked().state, event, at(DAY, PUBLISHER)) == "role_required"
