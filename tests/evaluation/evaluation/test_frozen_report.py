"""E-12: what the report says is frozen with it, in bytes that anybody can check."""

import json
from collections import Counter
from dataclasses import fields
from hashlib import sha256
from typing import Any

from services.evaluation.evaluation.domain.confirmation import ConfirmFindings, confirm_findings
from services.evaluation.evaluation.domain.life import TRANSITIONS
from services.evaluation.evaluation.domain.report import IssueReport, issue_report
from services.evaluation.evaluation.domain.state import Evaluation, Report
from shared.programme.loading import published
from tests.builders import EVALUATOR, REVIEWER, at, perform
from tests.evaluation.builders import DAY, DOSSIER, confirmed, corrected, started


def issued(evaluation: Evaluation, **states: str) -> Report:
    change = perform(TRANSITIONS, issue_report, confirmed(evaluation, **states).state, IssueReport(), at(DAY, REVIEWER))
    report: Report = change.state.report
    return report


def content(report: Report) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(report.text)
    return read


def test_the_report_holds_programme_days_conclusion_and_counts() -> None:
    told = content(issued(started(), SEC_07="non_compliant"))

    assert {name: value for name, value in told.items() if name not in ("findings", "service")} == {
        "format": 1,
        "dossier": DOSSIER,
        "programme": "2.0.0",
        "programme_hash": published().version("2.0.0").content_hash,
        "judged_on": "2024-07-01",
        "issued_on": "2024-07-01",
        "conformity": "non_compliant",
        "suggested_opinion": "favourable_suspensive",
        "not_met": ["SEC-07"],
        "scores": {"URB": "89.3", "INT": "100.0", "SEC": "87.0", "ETH": "88.8"},
        "score_partial": False,
        "counts": {"compliant": 46, "non_compliant": 1},
        "corrected_facts": [],
    }


def test_the_report_sets_the_engine_s_suggestion_beside_the_evaluator_s_finding() -> None:
    findings = content(issued(started(), SEC_07="non_compliant"))["findings"]

    assert findings["SEC-07"] == {"finding": "non_compliant", "suggested": "compliant", "reason": ""}
    assert findings["SEC-04"] == {"finding": "compliant", "suggested": "compliant", "reason": ""}
    assert len(findings) == 47


def test_the_report_names_the_facts_that_were_corrected() -> None:
    told = content(issued(corrected(started(), paid=True, uses_ai=None), ETH_22="compliant"))

    assert told["corrected_facts"] == ["paid", "uses_ai"]
    assert told["findings"]["ETH-22"] == {"finding": "compliant", "suggested": "unverified", "reason": "answer_missing"}
    assert told["findings"]["ETH-23"] == {"finding": "unverified", "suggested": "unverified", "reason": "fact_unknown"}
    assert (told["conformity"], told["suggested_opinion"], told["score_partial"]) == ("incomplete", None, True)


def test_the_counts_are_those_of_the_findings() -> None:
    told = content(issued(corrected(started("V03"), paid=True), SEC_07="partially"))

    assert told["counts"] == Counter(one["finding"] for one in told["findings"].values())


def test_the_digest_is_that_of_the_text_and_event_and_journal_carry_it() -> None:
    change = perform(TRANSITIONS, issue_report, confirmed(started()).state, IssueReport(), at(DAY, REVIEWER))
    report, (event,) = change.state.report, change.events

    assert report.sha256 == sha256(report.text.encode()).hexdigest()
    assert event.report_sha256 == report.sha256  # type: ignore[attr-defined]  # EvaluationReportIssued
    assert change.digest == bytes.fromhex(report.sha256)


def test_the_text_is_canonical_whatever_came_in_which_order() -> None:
    one = issued(corrected(corrected(started(), paid=True), uses_ai=True), SEC_07="partially", SEC_04="partially")
    other = issued(corrected(corrected(started(), uses_ai=True), paid=True), SEC_04="partially", SEC_07="partially")

    assert one == other


def test_the_report_names_no_evaluator_and_repeats_none_of_their_words() -> None:
    text = issued(corrected(started(), paid=True), SEC_07="non_compliant").text

    assert "eva-" not in text
    assert "platform" not in text
    assert "Seen" not in text


def test_an_evaluation_keeps_no_report_before_it_is_issued() -> None:
    confirmation = perform(TRANSITIONS, confirm_findings, started(), ConfirmFindings(), at(DAY, EVALUATOR))

    assert confirmation.state.report is None
    assert [field.name for field in fields(Report)] == ["text", "sha256"]
