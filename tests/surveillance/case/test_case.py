"""Rules S-09 to S-13: a case is opened, its publisher told and heard."""

from dataclasses import replace
from typing import Any

import pytest

from services.surveillance.case.domain.closure import CloseCase, close_case
from services.surveillance.case.domain.hearing import (
    NotifyGrounds,
    ReceiveObservations,
    note_observations_elapsed,
    notify_grounds,
    receive_observations,
)
from services.surveillance.case.domain.life import TRANSITIONS as LIFE
from services.surveillance.case.domain.state import State
from shared.acts.participation import participants
from shared.acts.refusal import Invalid
from shared.contracts.surveillance.case import (
    CaseClosed,
    GroundsNotified,
    NonComplianceCaseOpened,
    ObservationsPeriodElapsed,
    ObservationsReceived,
)
from tests.builders import DELEGATE, DESK, OTHER_PUBLISHER, PUBLISHER, at, awaited, deadline, perform, refusal, told
from tests.surveillance.scenario import (
    CASE,
    COMPLAINT,
    DOSSIER,
    LISTING,
    escalated,
    instructed,
    notified,
    notify,
    observe,
    opened,
    proposed,
    running,
)


def test_an_escalated_complaint_opens_a_case_under_the_version_in_force() -> None:
    change = perform(LIFE, LIFE.acts["open_case"], None, escalated(), at("2026-06-04"))

    case = change.state
    assert (case.id, case.complaint, case.state) == (CASE, COMPLAINT, State.OPENED)
    assert (case.organisation, case.programme, case.opened_on.isoformat()) == ("org-1", "3.0.0", "2026-06-04")
    assert change.events == (NonComplianceCaseOpened(case=CASE, dossier=DOSSIER, listing=LISTING),)


def test_a_case_remembers_who_escalated_its_complaint() -> None:
    event = replace(escalated(), participants=participants(DOSSIER, "desk-1"))

    assert perform(LIFE, LIFE.acts["open_case"], None, event, at("2026-06-04")).state.participants == event.participants


@pytest.mark.parametrize(
    ("day", "due_on", "elapsed_on"),
    [
        ("2026-06-05", "2026-06-22", "2026-06-23"),  # the 15th day is a Saturday
        ("2026-06-01", "2026-06-16", "2026-06-17"),
        ("2026-04-16", "2026-05-04", "2026-05-05"),  # 1 May, then a weekend
    ],
)
def test_the_publisher_has_fifteen_days_to_answer(day: str, due_on: str, elapsed_on: str) -> None:
    change = notify(opened(), day=day)

    (notice,) = change.events
    assert isinstance(notice, GroundsNotified)
    assert (notice.grounds, notice.observations_due_on.isoformat()) == (("SEC-07", "undeclared_change"), due_on)
    assert awaited(change) == {"note_observations_elapsed": elapsed_on}
    assert change.state.state is State.GROUNDS_NOTIFIED


@pytest.mark.parametrize(
    ("rung", "grounds", "fault"),
    [
        ("suspension", ("SEC-07",), "unknown_rung"),
        ("WARNING", ("la plaignante",), "not_a_code"),
        ("WARNING", ("SEC-07",) * 51, "too_many"),
    ],
)
def test_a_notification_names_a_rung_of_the_ladder_and_grounds_as_codes(
    rung: str, grounds: tuple[str, ...], fault: str
) -> None:
    with pytest.raises(Invalid) as caught:
        perform(LIFE, notify_grounds, opened(), NotifyGrounds(rung=rung, grounds=grounds), at("2026-06-05", DESK))

    found: Any = caught.value.facts["faults"]
    assert [one["code"] for one in found] == [fault]


def test_a_notification_needs_grounds() -> None:
    command = NotifyGrounds(rung="WARNING", grounds=())

    assert refusal(LIFE, notify_grounds, opened(), command, at("2026-06-05", DESK)) == "grounds_missing"


def test_the_observations_are_kept_and_told_without_their_words() -> None:
    change = observe(notified(), "  Nous avons corrigé.  ")

    case = change.state
    assert (case.state, [one.text for one in case.observations]) == (State.INSTRUCTED, ["Nous avons corrigé."])
    assert change.events == (ObservationsReceived(case=CASE, dossier=DOSSIER, listing=LISTING),)
    assert awaited(change) == {"note_observations_elapsed": "cancelled"}


@pytest.mark.parametrize("case", [notified(), instructed(), proposed("data_leak"), running()])
def test_only_the_publisher_of_the_service_answers(case: Any) -> None:  # noqa: ANN401
    said = ReceiveObservations(text="Bonjour.")

    assert refusal(LIFE, receive_observations, case, said, at("2026-06-10", OTHER_PUBLISHER)) == "not_your_dossier"
    assert refusal(LIFE, receive_observations, case, said, at("2026-06-10", DESK)) == "role_required"
    assert told(perform(LIFE, receive_observations, case, said, at("2026-06-10", PUBLISHER))) == [
        "ObservationsReceived"
    ]


def test_nobody_answers_for_a_publisher_that_is_not_known() -> None:
    case = notify(opened(organisation=None)).state

    assert refusal(LIFE, receive_observations, case, ReceiveObservations(text="x"), at("2026-06-10", PUBLISHER)) == (
        "not_your_dossier"
    )


@pytest.mark.parametrize(
    ("case", "state"),
    [(instructed(), "instructed"), (proposed("data_leak"), "proposed"), (running(), "measures_running")],
)
def test_later_observations_join_the_file_and_change_nothing_else(case: Any, state: str) -> None:  # noqa: ANN401
    change = observe(case, "Encore un mot.", "2026-06-20")

    assert change.state.state == state
    assert [one.text for one in change.state.observations] == ["C'est corrigé.", "Encore un mot."]


def test_there_is_nothing_to_answer_before_the_grounds_are_notified() -> None:
    said = ReceiveObservations(text="Bonjour.")

    assert refusal(LIFE, receive_observations, opened(), said, at("2026-06-10", PUBLISHER)) == "act_not_allowed"


def test_a_period_without_observations_lets_the_case_go_on_but_decides_nothing() -> None:
    message = deadline("note_observations_elapsed", "2026-06-22")

    change = perform(LIFE, note_observations_elapsed, notified(), message, at("2026-06-23"))

    assert (change.state.state, change.state.observations) == (State.INSTRUCTED, ())
    assert change.events == (ObservationsPeriodElapsed(case=CASE, dossier=DOSSIER, listing=LISTING),)


@pytest.mark.parametrize("case", [opened(), notified(), instructed()])
def test_the_desk_closes_a_case_that_calls_for_nothing(case: Any) -> None:  # noqa: ANN401
    change = perform(LIFE, close_case, case, CloseCase(ground="unfounded"), at("2026-06-11", DESK))

    assert (change.state.state, change.state.closing_ground) == (State.NO_FURTHER_ACTION, "unfounded")
    assert change.events == (CaseClosed(case=CASE, dossier=DOSSIER, listing=LISTING),)
    assert awaited(change) == {"note_observations_elapsed": "cancelled"}


@pytest.mark.parametrize("case", [proposed(), running()])
def test_a_case_before_the_minister_is_not_closed_by_the_desk(case: Any) -> None:  # noqa: ANN401
    assert refusal(LIFE, close_case, case, CloseCase(ground="unfounded"), at("2026-06-20", DESK)) == "act_not_allowed"


def test_the_minister_s_delegate_does_not_investigate() -> None:
    command = NotifyGrounds(rung="WARNING", grounds=("SEC-07",))

    assert refusal(LIFE, notify_grounds, opened(), command, at("2026-06-05", DELEGATE)) == "role_required"
