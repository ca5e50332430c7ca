"""E-03 and E-10: findings confirmed or corrected, and what the corrections do to the outcome (criteria.md 4.4)."""

import pytest

from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.finding import Correction, FindingState
from services.evaluation.evaluation.domain.life import TRANSITIONS
from shared.acts.refusal import Invalid
from shared.contracts.evaluation.evaluation import FindingsConfirmed
from tests.builders import EVALUATOR, REVIEWER, at, perform, refusal
from tests.evaluation.builders import DAY, DOSSIER, confirmed, corrections, opened, started

NOW = at(DAY, EVALUATOR)


def outcome(case: str, **states: str) -> tuple[str, str | None, tuple[str, ...]]:
    conclusion = confirmed(started(case), **states).state.conclusion
    assert conclusion
    return conclusion.conformity, conclusion.suggested_opinion, conclusion.not_met


def faults(command: ConfirmFindings, case: str = "V01") -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as caught:
        perform(TRANSITIONS, confirm_findings, started(case), command, NOW)
    listed = caught.value.facts["faults"]
    assert isinstance(listed, list)
    return [(fault["path"], fault["code"]) for fault in listed]


def test_without_corrections_the_suggested_findings_stand() -> None:
    change = confirmed(started())

    assert change.events == (FindingsConfirmed(dossier=DOSSIER, confirmed=47, corrected=0),)
    assert change.state.state == "in_evaluation"


def test_corrections_are_counted_and_kept_with_their_reason() -> None:
    change = confirmed(started(), SEC_07="non_compliant", ETH_05="partially")

    assert change.events == (FindingsConfirmed(dossier=DOSSIER, confirmed=45, corrected=2),)
    assert change.state.corrections["SEC-07"] == Correction(
        state=FindingState.NON_COMPLIANT, reason="Seen on the test platform."
    )


def test_a_file_without_failure_stays_compliant() -> None:
    assert outcome("V01") == ("compliant", "favourable", ())


def test_one_critical_correction_suggests_an_unfavourable_opinion() -> None:
    assert outcome("V01", SEC_04="non_compliant") == ("non_compliant", "unfavourable", ("SEC-04",))


def test_one_major_correction_suspends() -> None:
    assert outcome("V01", SEC_07="non_compliant") == ("non_compliant", "favourable_suspensive", ("SEC-07",))


def test_two_minor_corrections_are_tolerated() -> None:
    assert outcome("V01", ETH_05="non_compliant", ETH_20="non_compliant") == (
        "compliant_with_reservations", "favourable_non_suspensive", ("ETH-05", "ETH-20"),
    )  # fmt: skip


def test_a_third_minor_correction_passes_the_tolerance() -> None:
    assert outcome("V05", SEC_09="non_compliant") == (
        "non_compliant", "favourable_suspensive", ("SEC-09", "ETH-05", "ETH-20"),
    )  # fmt: skip


def test_a_criterion_met_in_part_does_not_reach_its_threshold() -> None:
    assert outcome("V01", SEC_04="partially") == ("non_compliant", "unfavourable", ("SEC-04",))


def test_a_correction_may_clear_a_failure() -> None:
    assert outcome("V03", SEC_04="compliant") == ("compliant", "favourable", ())


def test_a_criterion_found_not_applicable_weighs_no_more() -> None:
    assert outcome("V03", SEC_04="not_applicable") == ("compliant", "favourable", ())


def test_a_criterion_that_could_not_be_verified_leaves_no_opinion() -> None:
    assert outcome("V01", SEC_04="unverified") == ("incomplete", None, ())


def test_what_the_engine_left_unverified_is_settled_by_hand() -> None:
    assert outcome("V10") == ("incomplete", None, ())
    assert outcome("V10", URB_11="compliant") == ("compliant", "favourable", ())


@pytest.mark.parametrize(
    ("state", "security"),
    [("non_compliant", "87.0"), ("partially", "87.0"), ("not_applicable", "92.4"), ("unverified", "92.4")],
)
def test_a_correction_moves_the_score_of_its_family_only(state: str, security: str) -> None:
    conclusion = confirmed(started(), SEC_07=state).state.conclusion

    assert conclusion
    assert conclusion.scores == {"URB": "89.3", "INT": "100.0", "SEC": security, "ETH": "88.8"}


def test_a_criterion_corrected_to_compliant_counts_in_full() -> None:
    conclusion = confirmed(started("V03"), SEC_04="compliant").state.conclusion

    assert conclusion
    assert conclusion.scores["SEC"] == "93.8"


def test_the_outcome_is_that_of_the_day_of_opening() -> None:
    evaluation = started("V11")

    change = perform(TRANSITIONS, confirm_findings, evaluation, ConfirmFindings(), at("2024-08-20", EVALUATOR))

    assert change.state.conclusion
    assert change.state.conclusion.conformity == "compliant"


def test_confirming_again_replaces_the_earlier_corrections() -> None:
    first = confirmed(started(), SEC_04="non_compliant").state

    second = confirmed(first, ETH_05="non_compliant").state

    assert list(second.corrections) == ["ETH-05"]
    assert second.conclusion
    assert second.conclusion.not_met == ("ETH-05",)


def test_a_correction_needs_a_reason() -> None:
    blank = Correction(state=FindingState.NON_COMPLIANT, reason=" \n")
    endless = Correction(state=FindingState.NON_COMPLIANT, reason="a" * 2001)

    assert faults(ConfirmFindings(corrections={"SEC-04": blank, "SEC-07": endless})) == [
        ("corrections.SEC-04.reason", "length"),
        ("corrections.SEC-07.reason", "length"),
    ]


def test_a_criterion_that_does_not_apply_is_not_corrected() -> None:
    assert faults(corrections(ETH_23="non_compliant")) == [("corrections.ETH-23", "not_applicable")]


def test_an_informative_criterion_is_answered_not_judged() -> None:
    assert faults(corrections(SEC_08="non_compliant")) == [("corrections.SEC-08", "informative")]


def test_what_is_already_suggested_is_no_correction() -> None:
    assert faults(corrections(SEC_04="compliant")) == [("corrections.SEC-04", "nothing_corrected")]


def test_every_fault_is_named_at_once() -> None:
    command = ConfirmFindings(
        corrections={
            "SEC-99": Correction(state=FindingState.COMPLIANT, reason=""),
            "ETH-23": Correction(state=FindingState.COMPLIANT, reason="Seen."),
            "A" * 200: Correction(state=FindingState.COMPLIANT, reason="Seen."),
        }
    )

    assert faults(command) == [
        ("corrections.SEC-99", "unknown_criterion"),
        ("corrections.SEC-99.reason", "length"),
        ("corrections.ETH-23", "not_applicable"),
        ("corrections." + "A" * 80, "unknown_criterion"),
    ]


def test_only_the_lead_confirms() -> None:
    moment = at(DAY, REVIEWER)

    assert refusal(TRANSITIONS, confirm_findings, started(), ConfirmFindings(), moment) == "not_the_lead"


def test_nothing_is_confirmed_before_evaluators_are_assigned() -> None:
    assert refusal(TRANSITIONS, confirm_findings, opened().state, ConfirmFindings(), NOW) == "act_not_allowed"
