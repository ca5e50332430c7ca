"""An open completion request is reminded, then lapses (« caducité »): rules I-08 and I-10."""

from dataclasses import replace
from datetime import UTC, date, datetime

from services.intake.application.domain.completion import (
    RequestCompletion,
    lapse_application,
    remind_completion,
    request_completion,
)
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import CompletionRequest, State
from shared.acts.change import SetDeadline
from shared.contracts.intake.application import ApplicationLapsed
from tests.builders import DESK, at, awaited, deadline, perform, refusal, told
from tests.intake.words import DOSSIER, MISSING, an_application

SUBMITTED = an_application(State.SUBMITTED)
INCOMPLETE = an_application(State.INCOMPLETE)
REMINDED = replace(INCOMPLETE, completion=CompletionRequest(items=(MISSING,), due_on=date(2026, 4, 10), reminded=1))


class TestI08:
    """The publisher is reminded before, and on, the due day."""

    def test_the_first_reminder_sets_the_second_for_the_due_day(self) -> None:
        due = deadline("remind_completion", "2026-04-03")

        change = perform(TRANSITIONS, remind_completion, INCOMPLETE, due, at("2026-04-03", hour=0))

        assert told(change) == ["CompletionReminded"]
        assert change.state.completion.reminded == 1
        assert awaited(change) == {"remind_completion": "2026-04-10"}

    def test_the_second_reminder_is_the_last(self) -> None:
        due = deadline("remind_completion", "2026-04-10")

        change = perform(TRANSITIONS, remind_completion, REMINDED, due, at("2026-04-10", hour=0))

        assert told(change) == ["CompletionReminded"]
        assert change.state.completion.reminded == 2
        assert awaited(change) == {}

    def test_a_reminder_goes_out_at_the_beginning_of_its_day(self) -> None:
        command = RequestCompletion(items=("SEC-07",))

        change = perform(TRANSITIONS, request_completion, SUBMITTED, command, at("2026-03-11", DESK))

        (reminder,) = [one for one in change.deadlines if one.kind == "remind_completion"]
        assert isinstance(reminder, SetDeadline)
        assert reminder.at == datetime(2026, 4, 2, 22, 0, tzinfo=UTC)  # midnight in Paris, 3 April

    def test_a_reminder_whose_day_is_past_goes_out_at_once(self) -> None:
        """As after an outage: nobody lapses unreminded."""
        due = deadline("remind_completion", "2026-04-03")

        change = perform(TRANSITIONS, remind_completion, INCOMPLETE, due, at("2026-04-20"))

        (reminder,) = change.deadlines
        assert isinstance(reminder, SetDeadline)
        assert reminder.at == datetime(2026, 4, 20, 8, 0, 1, tzinfo=UTC)


class TestI10:
    """« Caducité »: closed without examination, not refused."""

    def test_after_a_reminder_due_date_and_grace_the_application_lapses(self) -> None:
        due = deadline("lapse_application", "2026-04-25")

        change = perform(TRANSITIONS, lapse_application, REMINDED, due, at("2026-04-26", hour=0))

        assert change.state.state == "lapsed"
        assert change.events == (ApplicationLapsed(dossier=DOSSIER, lapsed_on=date(2026, 4, 26)),)
        assert awaited(change) == {"remind_completion": "cancelled", "lapse_application": "cancelled"}

    def test_nobody_lapses_without_having_been_reminded(self) -> None:
        due = deadline("lapse_application", "2026-04-25")

        assert refusal(TRANSITIONS, lapse_application, INCOMPLETE, due, at("2026-04-26")) == "reminder_not_sent"

    def test_no_person_can_make_an_application_lapse(self) -> None:
        due = deadline("lapse_application", "2026-04-25")

        assert refusal(TRANSITIONS, lapse_application, REMINDED, due, at("2026-04-26", DESK)) == "role_required"
