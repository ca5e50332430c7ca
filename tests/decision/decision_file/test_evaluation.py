"""Rules D-01 and D-02: what evaluation tells is joined in whatever order it comes."""

from dataclasses import replace
from datetime import date

import pytest

from services.decision.decision_file.domain.conditions import TestsState
from services.decision.decision_file.domain.evaluation import record_report
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.state import State
from services.decision.decision_file.domain.verdict import RefuseListing, refuse_listing
from shared.contracts.vocabulary import Opinion
from tests.builders import DELEGATE, at, perform, refusal
from tests.decision.decision_file.dossier import a_report, failed, hear, opined, passed, ready, required


def test_the_report_opens_the_file_of_its_dossier() -> None:
    file = hear(None, a_report(Opinion.UNFAVOURABLE))

    assert (file.state, file.programme, file.organisation, file.service_name) == (
        State.EVALUATED, "3.0.0", "org-1", "Carnet de tension",
    )  # fmt: skip
    assert file.report and file.report.suggested_opinion is Opinion.UNFAVOURABLE


def test_a_report_under_a_version_unknown_here_is_refused_so_that_it_can_be_redriven() -> None:
    report = replace(a_report(), programme="99.0.0")

    assert refusal(TRANSITIONS, record_report, None, report, at("2026-03-10")) == "unknown_programme"


def test_tests_may_be_heard_of_before_the_report() -> None:
    file = hear(None, required())

    assert (file.state, file.tests_state, file.organisation) == (State.AWAITING_REPORT, TestsState.REQUIRED, None)
    assert hear(file, a_report(exchange=True)).state is State.EVALUATED


def test_a_service_without_exchange_needs_no_tests() -> None:
    assert hear(None, a_report()).tests_state is TestsState.NOT_REQUIRED


def test_a_service_with_exchange_needs_tests_though_nobody_has_said_so_yet() -> None:
    assert hear(None, a_report(exchange=True)).tests_state is TestsState.REQUIRED


def test_a_second_attempt_may_pass() -> None:
    file = hear(None, a_report(exchange=True), required(), failed("2026-02-01"))

    assert file.tests_state is TestsState.FAILED
    assert hear(file, passed("2026-02-01")).tests_state is TestsState.PASSED


def test_a_failure_heard_of_after_the_later_success_does_not_undo_it() -> None:
    file = hear(None, a_report(exchange=True), passed("2026-02-09"), failed("2026-02-01"), required())

    assert file.tests_state is TestsState.PASSED


def test_a_failure_after_a_success_counts() -> None:
    assert hear(None, passed("2026-02-01"), failed("2026-02-09")).tests_state is TestsState.FAILED


def test_only_the_latest_of_several_results_counts() -> None:
    file = hear(None, failed("2026-02-20"), failed("2026-02-01"), passed("2026-02-10"), passed("2026-02-05"))

    assert (file.tests.failed_on, file.tests.passed_on) == (date(2026, 2, 20), date(2026, 2, 10))
    assert file.tests_state is TestsState.FAILED


def test_a_corrected_report_counts_until_the_opinion() -> None:
    file = hear(None, a_report(Opinion.FAVOURABLE), a_report(Opinion.UNFAVOURABLE))

    assert file.report and file.report.suggested_opinion is Opinion.UNFAVOURABLE


@pytest.mark.parametrize("opinion", list(Opinion))
def test_a_report_after_the_opinion_changes_nothing(opinion: Opinion) -> None:
    file = opined(opinion)

    assert hear(file, a_report(Opinion.UNFAVOURABLE)) == file


@pytest.mark.parametrize("late", [required(), passed("2026-03-12"), failed("2026-03-12"), a_report(exchange=True)])
def test_what_comes_after_the_final_decision_is_accepted_and_changes_nothing(late: object) -> None:
    refusal = RefuseListing(grounds=("SEC-07",))
    refused = perform(TRANSITIONS, refuse_listing, ready(), refusal, at("2026-03-11", DELEGATE)).state

    assert hear(refused, late, day="2026-03-13") == refused
