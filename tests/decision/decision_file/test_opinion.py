"""Rule D-03: the commission's opinion."""

from datetime import date
from typing import Any

import pytest

from services.decision.decision_file.domain.conditions import Party
from services.decision.decision_file.domain.life import TRANSITIONS
from services.decision.decision_file.domain.opinion import record_opinion
from services.decision.decision_file.domain.state import State
from shared.acts.refusal import Invalid
from shared.contracts.decision.decision_file import OpenReservation, UnfavourableOpinionIssued
from shared.contracts.vocabulary import Opinion
from shared.programme.vocabulary import Step
from tests.builders import DELEGATE, SECRETARY, at, awaited, perform, refusal, told
from tests.decision.decision_file.dossier import (
    a_report,
    a_reservation,
    an_opinion,
    hear,
    opine,
    passed,
    requiring,
    sign,
)

SUSPENSIVE, PLAIN = a_reservation("SEC-07", suspensive=True), a_reservation("ETH-26", suspensive=False)


@pytest.mark.parametrize(
    ("opinion", "state", "event"),
    [
        (Opinion.FAVOURABLE, "opinion_favourable", "FavourableOpinionIssued"),
        (Opinion.FAVOURABLE_NON_SUSPENSIVE, "opinion_favourable", "FavourableOpinionWithReservationsIssued"),
        (
            Opinion.FAVOURABLE_SUSPENSIVE,
            "reservations_pending",
            "FavourableOpinionWithSuspensiveReservationsIssued",
        ),
        (Opinion.UNFAVOURABLE, "opinion_unfavourable", "UnfavourableOpinionIssued"),
    ],
)
def test_each_opinion_has_its_event_and_its_state(opinion: Opinion, state: str, event: str) -> None:
    change = opine(hear(None, a_report()), an_opinion(opinion))

    assert (change.state.state, told(change)) == (state, [event])
    assert change.state.opinion.given_on == date(2026, 3, 10)


@pytest.mark.parametrize("opinion", [Opinion.FAVOURABLE, Opinion.FAVOURABLE_NON_SUSPENSIVE, Opinion.UNFAVOURABLE])
def test_the_minister_has_thirty_days_from_an_opinion_that_can_be_decided_on(opinion: Opinion) -> None:
    assert awaited(opine(hear(None, a_report()), an_opinion(opinion))) == {"escalate_decision": "2026-04-10"}


def test_suspensive_reservations_hold_the_decision_clock_and_start_their_own() -> None:
    change = opine(hear(None, a_report()), an_opinion(Opinion.FAVOURABLE_SUSPENSIVE))

    assert awaited(change) == {"remind_reservation": "2026-05-09", "lapse_for_reservation": "2026-06-09"}


def test_reservations_are_due_as_the_programme_says_and_their_measures_stay_here() -> None:
    command = an_opinion(Opinion.FAVOURABLE_SUSPENSIVE, reservations=(SUSPENSIVE, PLAIN))

    (event,) = opine(hear(None, a_report()), command).events

    assert event.reservations == (  # type: ignore[attr-defined]
        OpenReservation(criterion="SEC-07", suspensive=True, due_on=date(2026, 6, 8)),
        OpenReservation(criterion="ETH-26", suspensive=False, due_on=date(2026, 9, 7)),
    )


def test_the_reason_for_departing_from_the_suggestion_is_kept_but_not_told() -> None:
    file = hear(None, a_report(Opinion.FAVOURABLE))
    command = an_opinion(Opinion.UNFAVOURABLE, grounds=("SEC-07",), reason="La preuve ne convainc pas.")

    change = opine(file, command)

    assert change.state.opinion.reason == "La preuve ne convainc pas."
    assert change.events == (UnfavourableOpinionIssued(dossier=file.id, grounds=("SEC-07",)),)


def test_no_reason_is_needed_to_follow_the_suggestion_or_where_there_is_none() -> None:
    followed = opine(hear(None, a_report(Opinion.FAVOURABLE)), an_opinion(Opinion.FAVOURABLE, reason=None))
    free = opine(hear(None, a_report(None)), an_opinion(Opinion.FAVOURABLE, reason=None))

    assert (followed.state.state, free.state.state) == (State.OPINION_FAVOURABLE, State.OPINION_FAVOURABLE)


@pytest.mark.parametrize(
    ("opinion", "more", "fault"),
    [
        (Opinion.FAVOURABLE, {"reservations": (PLAIN,)}, ("reservations", "not_expected")),
        (Opinion.UNFAVOURABLE, {"reservations": (PLAIN,)}, ("reservations", "not_expected")),
        (Opinion.FAVOURABLE_NON_SUSPENSIVE, {"reservations": ()}, ("reservations", "reservations_missing")),
        (Opinion.FAVOURABLE_NON_SUSPENSIVE, {"reservations": (PLAIN, SUSPENSIVE)}, ("reservations", "suspensive")),
        (Opinion.FAVOURABLE_SUSPENSIVE, {"reservations": ()}, ("reservations", "reservations_missing")),
        (Opinion.FAVOURABLE_SUSPENSIVE, {"reservations": (PLAIN,)}, ("reservations", "none_suspensive")),
        (Opinion.FAVOURABLE, {"grounds": ("SEC-07",)}, ("grounds", "not_expected")),
        (Opinion.UNFAVOURABLE, {"grounds": ("Le service me déplaît",)}, ("grounds.0", "not_a_code")),
        (Opinion.UNFAVOURABLE, {"grounds": ("SEC-07",) * 51}, ("grounds", "too_many")),
        (
            Opinion.FAVOURABLE_NON_SUSPENSIVE,
            {"reservations": (a_reservation("XYZ-99", suspensive=False),)},
            ("reservations.0.criterion", "unknown_criterion"),
        ),
        (
            Opinion.FAVOURABLE_NON_SUSPENSIVE,
            {"reservations": (PLAIN, PLAIN)},
            ("reservations.1.criterion", "criterion_repeated"),
        ),
        (Opinion.UNFAVOURABLE, {"reason": "   "}, ("reason", "reason_missing")),
        (Opinion.UNFAVOURABLE, {"reason": "x" * 2001}, ("reason", "length")),
    ],
)
def test_an_opinion_must_have_what_its_sense_calls_for_and_nothing_else(
    opinion: Opinion, more: dict[str, Any], fault: tuple[str, str]
) -> None:
    with pytest.raises(Invalid) as caught:
        opine(hear(None, a_report()), an_opinion(opinion, **more))

    faults: Any = caught.value.facts["faults"]
    assert fault in [(one["path"], one["code"]) for one in faults]


def test_every_fault_is_named_at_once() -> None:
    command = an_opinion(Opinion.FAVOURABLE, reservations=(a_reservation("XYZ-99", suspensive=True),), grounds=("é",))

    with pytest.raises(Invalid) as caught:
        opine(hear(None, a_report()), command)

    faults: Any = caught.value.facts["faults"]
    assert [one["code"] for one in faults] == ["not_expected", "not_expected", "unknown_criterion", "not_a_code"]


def test_an_unfavourable_opinion_needs_grounds() -> None:
    command = an_opinion(Opinion.UNFAVOURABLE, grounds=())

    assert refusal(TRANSITIONS, record_opinion, hear(None, a_report()), command, at("2026-03-10", SECRETARY)) == (
        "grounds_missing"
    )


def test_there_is_no_opinion_before_the_report_and_no_second_one() -> None:
    command = an_opinion(Opinion.FAVOURABLE)
    tests_only = hear(None, passed("2026-02-01"))
    decided = opine(hear(None, a_report()), command).state

    for file in (None, tests_only, decided):
        assert refusal(TRANSITIONS, record_opinion, file, command, at("2026-03-10", SECRETARY)) == "act_not_allowed"


def test_the_minister_does_not_opine() -> None:
    command = an_opinion(Opinion.FAVOURABLE)

    assert refusal(TRANSITIONS, record_opinion, hear(None, a_report()), command, at("2026-03-10", DELEGATE)) == (
        "role_required"
    )


def test_a_programme_may_ask_for_tests_before_the_opinion() -> None:
    moment = requiring(at("2026-03-10", SECRETARY), tests_required_before=Step.OPINION)
    file, command = hear(None, a_report(exchange=True)), an_opinion(Opinion.FAVOURABLE)

    assert refusal(TRANSITIONS, record_opinion, file, command, moment) == "tests_not_passed"
    tested = hear(file, passed("2026-03-09"))
    assert perform(TRANSITIONS, record_opinion, tested, command, moment).state.state is State.OPINION_FAVOURABLE


def test_a_programme_may_ask_for_the_convention_before_a_favourable_opinion() -> None:
    moment = requiring(at("2026-03-10", SECRETARY), convention_required_before=Step.OPINION)
    file = hear(None, a_report())
    favourable, against = an_opinion(Opinion.FAVOURABLE), an_opinion(Opinion.UNFAVOURABLE)

    assert refusal(TRANSITIONS, record_opinion, file, favourable, moment) == "convention_not_signed"
    signed = sign(file, Party.PUBLISHER, Party.CNAM, Party.MINISTER)
    assert perform(TRANSITIONS, record_opinion, signed, favourable, moment).state.state is State.OPINION_FAVOURABLE
    assert perform(TRANSITIONS, record_opinion, file, against, moment).state.state is State.OPINION_UNFAVOURABLE
