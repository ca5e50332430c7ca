"""E-04: the report, issued by the second pair of eyes."""

from dataclasses import replace

from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from shared.acts.participation import participants
from shared.contracts.envelope import encode
from shared.contracts.evaluation.evaluation import EvaluationReportIssued
from shared.programme.loading import published
from shared.programme.vocabulary import Opinion
from tests.builders import DELEGATE, EVALUATOR, REVIEWER, at, awaited, perform, refusal
from tests.evaluation.builders import DAY, DOSSIER, a_service, confirmed, opened, reported, started

NOW = at(DAY, REVIEWER)


def test_the_report_quotes_the_programme_and_what_was_found() -> None:
    told = reported(started(), SEC_07="non_compliant")

    assert replace(told, report_sha256=None) == EvaluationReportIssued(
        dossier=DOSSIER,
        service=a_service(),
        programme="2.0.0",
        programme_hash=published().version("2.0.0").content_hash,
        conformity="non_compliant",
        suggested_opinion=Opinion.FAVOURABLE_SUSPENSIVE,
        not_met=("SEC-07",),
        scores={"URB": "89.3", "INT": "100.0", "SEC": "87.0", "ETH": "88.8"},
        corrected_facts=(),
        participants=participants(DOSSIER, "eva-1", "eva-2"),
    )


def test_a_report_on_an_incomplete_file_suggests_nothing() -> None:
    report = reported(started("V10"))

    assert (report.conformity, report.suggested_opinion) == ("incomplete", None)


def test_the_report_ends_the_evaluation_and_its_clock() -> None:
    change = perform(TRANSITIONS, issue_report, confirmed(started()).state, IssueReport(), NOW)

    assert change.state.state == "evaluated"
    assert change.state.issued_on
    assert change.state.issued_on.isoformat() == "2024-07-01"
    assert awaited(change) == {"escalate_evaluation": "cancelled"}


def test_the_report_names_no_evaluator_and_repeats_none_of_their_words() -> None:
    sent = encode(reported(started(), SEC_07="non_compliant")).decode()

    assert "eva-" not in sent
    assert "platform" not in sent


def test_the_lead_does_not_sign_for_the_reviewer() -> None:
    settled = confirmed(started()).state

    assert refusal(TRANSITIONS, issue_report, settled, IssueReport(), at(DAY, EVALUATOR)) == "not_the_reviewer"


def test_there_is_no_report_before_the_findings_are_confirmed() -> None:
    assert refusal(TRANSITIONS, issue_report, started(), IssueReport(), NOW) == "findings_not_confirmed"


def test_there_is_no_report_before_evaluators_are_assigned() -> None:
    assert refusal(TRANSITIONS, issue_report, opened().state, IssueReport(), NOW) == "act_not_allowed"


def test_the_minister_does_not_write_the_report() -> None:
    settled = confirmed(started()).state

    assert refusal(TRANSITIONS, issue_report, settled, IssueReport(), at(DAY, DELEGATE)) == "role_required"


def test_an_issued_report_is_final() -> None:
    issued = perform(TRANSITIONS, issue_report, confirmed(started()).state, IssueReport(), NOW).state

    assert refusal(TRANSITIONS, issue_report, issued, IssueReport(), NOW) == "act_not_allowed"
    assert refusal(TRANSITIONS, confirm_findings, issued, ConfirmFindings(), at(DAY, EVALUATOR)) == "act_not_allowed"
