"""Process.md 3.5, invariants 4, 9 and 11: whatever is tried in whatever order.

The stories are judged by what was told, not by the state that the code under test keeps.
"""

from functools import partial

from hypothesis import Phase, find, given, settings

from services.surveillance.case.domain.closure import close_case
from services.surveillance.case.domain.hearing import (
    note_observations_elapsed,
)
from services.surveillance.case.domain.sanction import (
    record_lifting,
    record_no_sanction,
)
from services.surveillance.complaint.domain.reception import escalate_acknowledgement
from services.surveillance.complaint.domain.triage import (
    escalate_triage,
)
from shared.contracts.envelope import encode
from shared.contracts.surveillance.case import CaseClosed, SanctionProposed
from tests.surveillance.stories import AUTHOR, SECRET, Step, stories, tell

UNSHRUNK = settings(phases=[Phase.generate], max_examples=2000, database=None)


def reaches(name: str, story: list[Step]) -> bool:
    return name in tell(story).names()


def proposes(urgency: tuple[str, ...], story: list[Step]) -> bool:
    proposals = [event for event, _ in tell(story).events if isinstance(event, SanctionProposed)]
    return any(one.urgency_grounds == urgency for one in proposals)


def test_the_stories_reach_every_event_and_sanctions_of_both_kinds() -> None:
    everything = {
        "ComplaintReceived", "ComplaintAcknowledged", "ComplaintTriaged", "ComplaintDismissed", "ComplaintEscalated",
        "ComplaintDeadlineMissed", "NonComplianceCaseOpened", "GroundsNotified", "ObservationsReceived",
        "ObservationsPeriodElapsed", "SanctionProposed", "CaseClosed",
    }  # fmt: skip
    for name in everything:
        find(stories(), partial(reaches, name), settings=UNSHRUNK)
    for urgency in ((), ("data_leak",)):
        find(stories(), partial(proposes, urgency), settings=UNSHRUNK)


@given(stories())
def test_no_sanction_is_proposed_unheard_unless_urgency_is_recorded(story: list[Step]) -> None:
    told = tell(story)

    for place, (event, _) in enumerate(told.events):
        if isinstance(event, SanctionProposed) and not event.urgency_grounds:
            latest_first = told.names()[:place][::-1]
            since = latest_first[: latest_first.index("GroundsNotified")]
            assert "ObservationsReceived" in since or "ObservationsPeriodElapsed" in since


@given(stories())
def test_neither_the_words_nor_the_author_of_a_complaint_are_in_any_event(story: list[Step]) -> None:
    for event, _ in tell(story).events:
        on_the_wire = encode(event).decode()
        assert AUTHOR not in on_the_wire
        assert SECRET not in on_the_wire


@given(stories())
def test_time_proposes_and_closes_nothing(story: list[Step]) -> None:
    by_time = {
        type(event).__name__
        for event, act in tell(story).events
        if act in (escalate_acknowledgement, escalate_triage, note_observations_elapsed)
    }

    assert by_time <= {"ComplaintDeadlineMissed", "ObservationsPeriodElapsed"}


@given(stories())
def test_complaint_and_case_move_forward_but_for_a_second_hearing(story: list[Step]) -> None:
    order = ["received", "acknowledged", "triaged", "dismissed", "escalated"]
    onwards = [
        "opened",
        "grounds_notified",
        "instructed",
        "proposed",
        "measures_running",
        "no_further_action",
        "closed",
    ]
    final = {"dismissed", "escalated", "no_further_action", "closed"}

    for before, after in tell(story).moves:
        line = order if before in order else onwards
        assert line.index(before) <= line.index(after) or (before, after) == ("instructed", "grounds_notified")
        assert before == after or before not in final


@given(stories())
def test_a_case_is_closed_once_and_by_a_decision(story: list[Step]) -> None:
    closing = [act for event, act in tell(story).events if isinstance(event, CaseClosed)]

    assert len(closing) <= 1
    assert set(closing) <= {close_case, record_lifting, record_no_sanction}
