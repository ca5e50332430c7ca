"""Rules D-04 to D-06: reservations are lifted, reminded of, or let the application lapse."""

from datetime import date
from typing import Any

from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.reservations import (
    LiftReservation,
    lapse_for_reservation,
    lift_reservation,
    remind_reservation,
)
from services.decision.decision_file.domain.state import DecisionFile, State
from services.decision.decision_file.domain.verdict import GrantListing, grant_listing
from shared.acts.change import Change
from shared.contracts.decision.decision_file import ApplicationLapsed, ReservationLifted, ReservationReminded
from shared.contracts.vocabulary import Opinion
from tests.builders import DELEGATE, EVALUATOR, PUBLISHER, at, awaited, deadline, perform, refusal, told
from tests.decision.decision_file.dossier import DOSSIER, a_reservation, opined, ready

TWO_SUSPENSIVE_ONE_PLAIN = (
    a_reservation("SEC-07", suspensive=True),
    a_reservation("URB-01", suspensive=True),
    a_reservation("ETH-26", suspensive=False),
)


def pending() -> Any:  # noqa: ANN401
    """A file with two suspensive reservations and a plain one, due 8 June and 7 September 2026."""
    return opined(Opinion.FAVOURABLE_SUSPENSIVE, reservations=TWO_SUSPENSIVE_ONE_PLAIN)


def lift(file: DecisionFile, criterion: str, day: str = "2026-04-01") -> Change[Any]:
    return perform(TRANSITIONS, lift_reservation, file, LiftReservation(criterion=criterion), at(day, EVALUATOR))


def remind(file: DecisionFile, day: str) -> Change[Any]:
    return perform(TRANSITIONS, remind_reservation, file, deadline("remind_reservation", day), at(day, hour=0))


def test_lifting_one_of_two_suspensive_reservations_still_leaves_the_decision_waiting() -> None:
    change = lift(pending(), "SEC-07")

    assert change.events == (ReservationLifted(dossier=DOSSIER, criterion="SEC-07"),)
    assert (change.state.state, awaited(change)) == (State.RESERVATIONS_PENDING, {})


def test_lifting_the_last_suspensive_one_opens_the_decision_and_starts_its_clock() -> None:
    change = lift(lift(pending(), "SEC-07").state, "URB-01", "2026-04-01")

    assert change.state.state is State.OPINION_FAVOURABLE
    assert awaited(change) == {
        "remind_reservation": "cancelled",
        "lapse_for_reservation": "cancelled",
        "escalate_decision": "2026-05-05",
    }


def test_a_non_suspensive_reservation_lifted_early_does_not_open_the_decision() -> None:
    assert lift(pending(), "ETH-26").state.state is State.RESERVATIONS_PENDING


def test_a_non_suspensive_reservation_may_be_lifted_before_and_after_the_grant() -> None:
    before = ready(Opinion.FAVOURABLE_NON_SUSPENSIVE)
    after = perform(TRANSITIONS, grant_listing, before, GrantListing(), at("2026-03-11", DELEGATE)).state

    for file, state in ((before, State.OPINION_FAVOURABLE), (after, State.GRANTED)):
        change = lift(file, "ETH-26", "2026-05-04")
        assert (change.state.state, told(change), awaited(change)) == (state, ["ReservationLifted"], {})
        assert change.state.reservations[0].lifted_on == date(2026, 5, 4)


def test_a_reservation_is_lifted_once_by_its_name_and_by_an_evaluator() -> None:
    file = lift(pending(), "SEC-07").state
    again, unknown = LiftReservation(criterion="SEC-07"), LiftReservation(criterion="SEC-08")

    assert refusal(TRANSITIONS, lift_reservation, file, again, at("2026-04-02", EVALUATOR)) == (
        "reservation_already_lifted"
    )
    assert refusal(TRANSITIONS, lift_reservation, file, unknown, at("2026-04-02", EVALUATOR)) == "reservation_unknown"
    assert refusal(TRANSITIONS, lift_reservation, pending(), again, at("2026-04-02", PUBLISHER)) == "role_required"


def test_the_publisher_is_reminded_thirty_and_seven_days_before_the_due_day() -> None:
    first = remind(pending(), "2026-05-09")
    second = remind(first.state, "2026-06-01")

    assert first.events == (ReservationReminded(dossier=DOSSIER, due_on=date(2026, 6, 8)),)
    assert (awaited(first), awaited(second)) == ({"remind_reservation": "2026-06-01"}, {})
    assert second.state.reminded == 2


def test_a_reminder_that_is_late_is_followed_at_once_by_the_next() -> None:
    assert awaited(remind(pending(), "2026-06-05")) == {"remind_reservation": "2026-06-05"}


def test_reservations_not_settled_in_time_let_the_application_lapse() -> None:
    file = remind(lift(pending(), "SEC-07").state, "2026-05-09").state

    passed = deadline("lapse_for_reservation", "2026-06-08")
    change = perform(TRANSITIONS, lapse_for_reservation, file, passed, at("2026-06-09", hour=0))

    assert change.state.state is State.LAPSED
    assert change.events == (ApplicationLapsed(dossier=DOSSIER, lapsed_on=date(2026, 6, 9)),)
    assert awaited(change) == {"remind_reservation": "cancelled", "lapse_for_reservation": "cancelled"}


def test_nothing_lapses_without_a_reminder() -> None:
    passed = deadline("lapse_for_reservation", "2026-06-08")

    assert refusal(TRANSITIONS, lapse_for_reservation, pending(), passed, at("2026-06-09", hour=0)) == (
        "reminder_not_sent"
    )
