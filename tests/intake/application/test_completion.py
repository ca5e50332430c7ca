"""Completing an incomplete file (« demande de complétude »): rules I-07 and I-09."""

from dataclasses import replace
from datetime import date

from services.intake.application.domain.completion import (
    ProvideCompletion,
    RequestCompletion,
    provide_completion,
    request_completion,
)
from services.intake.application.domain.life import TRANSITIONS
from services.intake.application.domain.state import CompletionRequest, State
from shared.acts.change import SetDeadline
from shared.contracts.intake.application import CompletionRequested
from tests.builders import DESK, OTHER_PUBLISHER, PUBLISHER, at, awaited, perform, refusal, told
from tests.intake.words import DOSSIER, MISSING, an_application, content_of

SUBMITTED = an_application(State.SUBMITTED)
INCOMPLETE = an_application(State.INCOMPLETE)
REMINDED = replace(INCOMPLETE, completion=CompletionRequest(items=(MISSING,), due_on=date(2026, 4, 10), reminded=1))


class TestI07:
    """The desk names what is missing and until when; the admissibility clock stops."""

    def test_the_desk_names_what_is_missing(self) -> None:
        command = RequestCompletion(items=("SEC-07", "signature"))

        change = perform(TRANSITIONS, request_completion, SUBMITTED, command, at("2026-03-11", DESK))

        assert change.state.state == "incomplete"
        assert change.events == (
            CompletionRequested(dossier=DOSSIER, items=("SEC-07", "signature"), due_on=date(2026, 4, 10)),
        )

    def test_without_naming_anything_all_that_is_open_is_asked_for(self) -> None:
        application = an_application(State.SUBMITTED, content=content_of(without=("ETH-20", "SEC-07")))

        change = perform(TRANSITIONS, request_completion, application, RequestCompletion(), at("2026-03-11", DESK))

        assert change.state.completion == CompletionRequest(items=("SEC-07", "ETH-20"), due_on=date(2026, 4, 10))

    def test_of_a_complete_file_nothing_can_be_asked_for_unnamed(self) -> None:
        moment = at("2026-03-11", DESK)

        assert refusal(TRANSITIONS, request_completion, SUBMITTED, RequestCompletion(), moment) == "nothing_missing"

    def test_thirty_days_that_end_on_the_first_of_may_run_to_the_monday_after(self) -> None:
        command = RequestCompletion(items=("SEC-07",))

        change = perform(TRANSITIONS, request_completion, SUBMITTED, command, at("2026-04-01", DESK))

        assert change.state.completion.due_on == date(2026, 5, 4)
        assert awaited(change) == {
            "escalate_admissibility": "cancelled",
            "lapse_application": "2026-05-20",  # fifteen days of grace: the 19th is in time
            "remind_completion": "2026-04-27",
        }

    def test_the_due_day_explains_itself(self) -> None:
        command = RequestCompletion(items=("SEC-07",))

        change = perform(TRANSITIONS, request_completion, SUBMITTED, command, at("2026-04-01", DESK))

        (lapse,) = [one for one in change.deadlines if one.kind == "lapse_application"]
        assert isinstance(lapse, SetDeadline)
        assert lapse.derivation == (
            "completion",
            "start 2026-04-01",
            "rule 30 calendar_days",
            "first_day_not_counted 2026-04-01",
            "last_day 2026-05-01",
            "moved 2026-05-02 public_holiday",
            "moved 2026-05-03 saturday",
            "moved 2026-05-04 sunday",
            "grace +15 calendar_days 2026-05-19",
        )

    def test_what_is_missing_is_named_by_codes_because_they_travel(self) -> None:
        moment = at("2026-03-11", DESK)

        for items in (("the letter of Mrs Exemple",), ("SEC-07",) * 201):
            command = RequestCompletion(items=items)
            assert refusal(TRANSITIONS, request_completion, SUBMITTED, command, moment) == "invalid_content"


class TestI09:
    """The publisher answers; the admissibility clock restarts."""

    def test_what_is_provided_is_laid_over_what_was_filed(self) -> None:
        command = ProvideCompletion(facts={}, answers={MISSING: True, "SEC-07": 14})

        change = perform(TRANSITIONS, provide_completion, INCOMPLETE, command, at("2026-03-30", PUBLISHER))

        assert change.state.state == "submitted"
        assert change.state.content.answers[MISSING] is True
        assert change.state.content.answers["SEC-07"] == 14
        assert change.state.content.answers["SEC-08"] == 0
        assert change.state.completion is None
        assert told(change) == ["CompletionProvided"]

    def test_the_clocks_of_the_completion_stop_and_that_of_admissibility_starts_anew(self) -> None:
        command = ProvideCompletion(facts={}, answers={MISSING: True})

        change = perform(TRANSITIONS, provide_completion, INCOMPLETE, command, at("2026-03-30", PUBLISHER))

        assert awaited(change) == {
            "remind_completion": "cancelled",
            "lapse_application": "cancelled",
            "escalate_admissibility": "2026-04-22",  # without Easter Monday, the 21st is the fifteenth working day
        }

    def test_the_version_pinned_at_filing_still_holds(self) -> None:
        """Under 2.0.0 the certificate does not yet replace five answers."""
        old, command = replace(INCOMPLETE, programme="2.0.0"), ProvideCompletion(facts={}, answers={MISSING: True})

        change = perform(TRANSITIONS, provide_completion, old, command, at("2026-03-30", PUBLISHER))

        assert change.state.programme == "2.0.0"
        assert change.state.open_items(at("2026-03-30")) == ("URB-03", "URB-13", "SEC-01", "SEC-04", "SEC-12")

    def test_a_fault_is_refused_and_the_request_stays_open(self) -> None:
        command = ProvideCompletion(facts={}, answers={"SEC-99": True})

        assert refusal(TRANSITIONS, provide_completion, INCOMPLETE, command, at("2026-03-30", PUBLISHER)) == (
            "invalid_content"
        )

    def test_another_publisher_cannot_complete_it(self) -> None:
        command = ProvideCompletion(facts={}, answers={})

        assert refusal(TRANSITIONS, provide_completion, INCOMPLETE, command, at("2026-03-30", OTHER_PUBLISHER)) == (
            "not_your_dossier"
        )

    def test_during_the_grace_it_is_not_too_late(self) -> None:
        command = ProvideCompletion(facts={}, answers={MISSING: True})

        change = perform(TRANSITIONS, provide_completion, REMINDED, command, at("2026-04-24", PUBLISHER))

        assert change.state.state == "submitted"
