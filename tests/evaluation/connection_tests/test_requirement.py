"""E-06, E-08, E-09: connection tests are required of services with exchange, reminded, and escalated when late."""

from datetime import date

from services.evaluation.connection_tests.domain.life import TRANSITIONS
from services.evaluation.connection_tests.domain.requirement import (
    escalate_connection_tests,
    remind_connection_tests,
    require_connection_tests,
)
from services.evaluation.connection_tests.domain.state import connection_tests_required_by
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsDeadlineMissed,
    ConnectionTestsReminded,
    ConnectionTestsRequired,
)
from tests.builders import at, awaited, deadline, perform, refusal
from tests.evaluation.builders import DAY, DOSSIER, admissible, run, the_tests_required

FIRST, SECOND = deadline("remind_connection_tests", "2024-08-31"), deadline("remind_connection_tests", "2024-09-23")
MISSED = deadline("escalate_connection_tests", "2024-09-30")


def test_a_service_with_exchange_must_pass_connection_tests() -> None:
    change = the_tests_required()

    assert change.events == (ConnectionTestsRequired(dossier=DOSSIER),)
    assert (change.state.state, change.state.dossier) == ("required", DOSSIER)
    assert change.state.id == connection_tests_required_by(admissible("V02"))
    assert change.state.id != DOSSIER


def test_a_service_without_exchange_has_no_connection_tests() -> None:
    assert connection_tests_required_by(admissible("V01")) is None


def test_ninety_days_that_end_on_a_sunday_run_to_monday() -> None:
    change = the_tests_required("2024-07-01")

    assert change.state.due_on == date(2024, 9, 30)
    assert awaited(change) == {"escalate_connection_tests": "2024-10-01", "remind_connection_tests": "2024-08-31"}


def test_the_publisher_is_reminded_thirty_and_seven_days_before() -> None:
    first = perform(TRANSITIONS, remind_connection_tests, the_tests_required().state, FIRST, at("2024-08-31", hour=0))
    second = perform(TRANSITIONS, remind_connection_tests, first.state, SECOND, at("2024-09-23", hour=0))

    assert first.events == second.events == (ConnectionTestsReminded(dossier=DOSSIER, due_on=date(2024, 9, 30)),)
    assert awaited(first) == {"remind_connection_tests": "2024-09-23"}
    assert awaited(second) == {}


def test_a_reminder_that_comes_too_late_for_the_next_one_sends_it_at_once() -> None:
    late = perform(TRANSITIONS, remind_connection_tests, the_tests_required().state, FIRST, at("2024-09-25"))

    assert awaited(late) == {"remind_connection_tests": "2024-09-25"}


def test_failed_tests_are_reminded_too() -> None:
    failed = run(the_tests_required().state, "PAIRING-03").state

    change = perform(TRANSITIONS, remind_connection_tests, failed, FIRST, at("2024-08-31", hour=0))

    assert change.state.state == "failed"
    assert change.events == (ConnectionTestsReminded(dossier=DOSSIER, due_on=date(2024, 9, 30)),)


def test_late_tests_are_escalated_and_nothing_is_decided() -> None:
    for late in (the_tests_required().state, run(the_tests_required().state, "PAIRING-03").state):
        change = perform(TRANSITIONS, escalate_connection_tests, late, MISSED, at("2024-10-01"))

        assert change.events == (ConnectionTestsDeadlineMissed(dossier=DOSSIER, due_on=date(2024, 9, 30)),)
        assert change.state == late


def test_tests_under_an_unknown_programme_are_refused() -> None:
    event = admissible("V02", programme="9.9.9")

    assert refusal(TRANSITIONS, require_connection_tests, None, event, at(DAY)) == "unknown_programme"


def test_tests_are_required_once() -> None:
    again = refusal(TRANSITIONS, require_connection_tests, the_tests_required().state, admissible("V02"), at(DAY))

    assert again == "act_not_allowed"
