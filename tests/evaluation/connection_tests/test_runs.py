"""E-07: test runs are recorded; the tests pass when no case failed."""

from datetime import date

import pytest

from services.evaluation.connection_tests.domain.life import TRANSITIONS
from services.evaluation.connection_tests.domain.runs import RecordTestRun, record_test_run
from services.evaluation.connection_tests.domain.state import Run
from shared.acts.refusal import Invalid
from shared.contracts.evaluation.connection_tests import ConnectionTestsFailed, ConnectionTestsPassed
from tests.builders import EVALUATOR, PUBLISHER, at, awaited, perform, refusal
from tests.evaluation.builders import DAY, DOSSIER, run, the_tests_required


def faults(api_version: str, *failed: str) -> list[tuple[str, str]]:
    command = RecordTestRun(api_version=api_version, failed_cases=failed)
    with pytest.raises(Invalid) as caught:
        perform(TRANSITIONS, record_test_run, the_tests_required().state, command, at(DAY, EVALUATOR))
    listed = caught.value.facts["faults"]
    assert isinstance(listed, list)
    return [(fault["path"], fault["code"]) for fault in listed]


def test_the_tests_pass_when_no_case_failed() -> None:
    change = run(the_tests_required().state, day="2024-07-10")

    assert change.state.state == "passed"
    assert change.events == (ConnectionTestsPassed(dossier=DOSSIER, passed_on=date(2024, 7, 10), api_version="2.1"),)


def test_a_pass_stops_the_clocks() -> None:
    assert awaited(run(the_tests_required().state)) == {
        "remind_connection_tests": "cancelled",
        "escalate_connection_tests": "cancelled",
    }


def test_one_failed_case_fails_the_run_and_the_clock_goes_on() -> None:
    change = run(the_tests_required().state, "PAIRING-03", "MEASURES-11", day="2024-07-10")

    assert change.state.state == "failed"
    assert awaited(change) == {}
    assert change.events == (
        ConnectionTestsFailed(dossier=DOSSIER, failed_on=date(2024, 7, 10), failed_cases=("PAIRING-03", "MEASURES-11")),
    )


def test_the_publisher_may_try_again_until_a_pass() -> None:
    once = run(the_tests_required().state, "PAIRING-03", day="2024-07-10").state
    twice = run(once, "MEASURES-11", day="2024-07-12").state

    passed = run(twice, day="2024-07-15").state

    assert (once.state, twice.state, passed.state) == ("failed", "failed", "passed")
    assert passed.runs == (
        Run(on=date(2024, 7, 10), api_version="2.1", failed_cases=("PAIRING-03",)),
        Run(on=date(2024, 7, 12), api_version="2.1", failed_cases=("MEASURES-11",)),
        Run(on=date(2024, 7, 15), api_version="2.1", failed_cases=()),
    )


def test_a_pass_after_the_due_day_still_counts() -> None:
    assert run(the_tests_required("2024-07-01").state, day="2024-11-04").state.state == "passed"


def test_a_pass_is_final() -> None:
    passed = run(the_tests_required().state).state
    command = RecordTestRun(api_version="2.1", failed_cases=("PAIRING-03",))

    assert refusal(TRANSITIONS, record_test_run, passed, command, at(DAY, EVALUATOR)) == "act_not_allowed"


def test_a_publisher_does_not_record_its_own_runs() -> None:
    required, command = the_tests_required().state, RecordTestRun(api_version="2.1")

    assert refusal(TRANSITIONS, record_test_run, required, command, at(DAY, PUBLISHER)) == "role_required"


def test_only_codes_travel_and_every_fault_is_named() -> None:
    assert faults("", "the phone of Mrs Durand", "PAIRING-03", "PAIRING-03") == [
        ("api_version", "not_a_code"),
        ("failed_cases.0", "not_a_code"),
        ("failed_cases.1", "repeated"),
        ("failed_cases.2", "repeated"),
    ]


def test_a_thousand_failed_cases_are_the_most_that_a_run_names() -> None:
    cases = [f"CASE-{number}" for number in range(1001)]

    assert run(the_tests_required().state, *cases[:1000]).state.state == "failed"
    assert faults("2.1", *cases) == [("failed_cases", "too_many")]
