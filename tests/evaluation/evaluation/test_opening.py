"""E-01 and E-05: an admissible application arrives, is judged once by the engine, and waits against a clock."""

from dataclasses import replace
from datetime import date

from services.evaluation.evaluation.domain.finding import Finding, FindingState
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.opening import escalate_evaluation, open_evaluation
from shared.contracts.evaluation.evaluation import EvaluationDeadlineMissed
from tests.builders import at, awaited, deadline, perform, refusal, told
from tests.evaluation.builders import DAY, DOSSIER, admissible, opened, started

UNVERIFIED, COMPLIANT = FindingState.UNVERIFIED, FindingState.COMPLIANT


def test_an_admissible_application_waits_for_evaluators() -> None:
    change = opened()

    assert (change.state.id, change.state.state) == (DOSSIER, "waiting")
    assert (change.state.programme, change.state.service_name) == ("2.0.0", "Carnet de tension")
    assert told(change) == []


def test_the_evaluation_clock_runs_sixty_days() -> None:
    assert awaited(opened(day="2024-07-01")) == {"escalate_evaluation": "2024-08-31"}


def test_a_finding_is_suggested_for_exactly_the_criteria_that_apply() -> None:
    suggested = opened().state.suggested

    assert len(suggested) == 47
    assert suggested["SEC-04"] == Finding(state=COMPLIANT)
    assert "ETH-23" not in suggested


def test_a_missed_threshold_suggests_non_compliant() -> None:
    found = opened("V03").state.suggested["SEC-04"]

    assert found == Finding(state=FindingState.NON_COMPLIANT, reason="threshold_not_reached")


def test_an_expired_certificate_suggests_unverified() -> None:
    assert opened("V10").state.suggested["URB-11"] == Finding(state=UNVERIFIED, reason="evidence_expired")


def test_an_unknown_fact_suggests_unverified_never_not_applicable() -> None:
    suggested = opened("V09").state.suggested

    assert suggested["ETH-23"] == Finding(state=UNVERIFIED, reason="fact_unknown")
    assert suggested["ETH-24"] == Finding(state=UNVERIFIED, reason="fact_unknown")


def test_an_admitted_claim_suggests_not_applicable() -> None:
    found = opened("V22").state.suggested["ETH-28"]

    assert found == Finding(state=FindingState.NOT_APPLICABLE, reason="declaration_not_started")


def test_a_presumed_criterion_is_suggested_compliant() -> None:
    evaluation = opened("V16", day="2026-03-01").state

    assert evaluation.suggested["URB-03"] == Finding(state=COMPLIANT)


def test_evidence_counts_on_the_day_of_opening() -> None:
    assert opened("V11", day="2024-07-01").state.suggested["URB-11"].state is COMPLIANT
    assert opened("V11", day="2024-07-02").state.suggested["URB-11"].state is UNVERIFIED


def test_an_unknown_programme_version_is_refused() -> None:
    event = admissible(programme="9.9.9")

    assert refusal(TRANSITIONS, open_evaluation, None, event, at(DAY)) == "unknown_programme"


def test_a_track_that_is_not_open_is_refused() -> None:
    assert refusal(TRANSITIONS, open_evaluation, None, admissible("V14"), at("2023-05-01")) == "not_assessable"


def test_an_evaluation_is_opened_once() -> None:
    assert refusal(TRANSITIONS, open_evaluation, opened().state, admissible(), at(DAY)) == "act_not_allowed"


def test_a_late_evaluation_is_escalated_and_nothing_is_decided() -> None:
    missed = deadline("escalate_evaluation", "2024-08-30")
    for late in (opened().state, started()):
        change = perform(TRANSITIONS, escalate_evaluation, late, missed, at("2024-08-31"))

        assert change.events == (EvaluationDeadlineMissed(dossier=DOSSIER, due_on=date(2024, 8, 30)),)
        assert change.state == replace(late)
