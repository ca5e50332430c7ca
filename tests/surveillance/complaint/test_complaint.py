"""Rules S-02 to S-04: a complaint is received and acknowledged."""

from typing import Any

import pytest

from services.surveillance.complaint.domain.life import TRANSITIONS as LIFE
from services.surveillance.complaint.domain.reception import (
    AcknowledgeComplaint,
    acknowledge_complaint,
    escalate_acknowledgement,
    receive_complaint,
)
from services.surveillance.complaint.domain.state import State
from shared.acts.moment import derived_id
from shared.acts.refusal import Invalid
from shared.contracts.surveillance.complaint import ComplaintAcknowledged, ComplaintDeadlineMissed, ComplaintReceived
from shared.identity.actor import Actor
from tests.builders import DESK, PUBLISHER, at, awaited, deadline, perform, refusal, some_id, told
from tests.surveillance.scenario import (
    DOSSIER,
    LISTING,
    WORDS,
    a_filing,
    receive,
    received,
)


def faults(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    found: Any = caught.value.facts["faults"]
    return [(fault["path"], fault["code"]) for fault in found]


def test_a_complaint_is_kept_with_its_words_and_told_without_them() -> None:
    change = receive(a_filing(text=f"  {WORDS}\n"))

    complaint = change.state
    assert complaint.id == derived_id("complaint", some_id("message"))
    assert (complaint.text, complaint.complainant, complaint.state) == (WORDS, "hol-1", State.RECEIVED)
    assert (complaint.organisation, complaint.programme) == ("org-1", "3.0.0")
    assert change.events == (
        ComplaintReceived(complaint=complaint.id, dossier=DOSSIER, listing=LISTING, category="PERSONAL_DATA"),
    )


def test_neither_words_nor_author_are_shown_where_a_complaint_is_printed() -> None:
    assert WORDS not in repr(received())
    assert "hol-1" not in repr(received())
    assert WORDS not in repr(a_filing())


@pytest.mark.parametrize(
    ("day", "acknowledgement", "triage"),
    [
        ("2026-06-01", "2026-06-04", "2026-06-09"),  # a week without holidays: 2 and 5 working days
        ("2026-04-30", "2026-05-06", "2026-05-12"),  # 1 and 8 May
        ("2026-05-22", "2026-05-28", "2026-06-02"),  # Whit Monday
        ("2026-12-23", "2026-12-29", "2027-01-01"),  # Christmas Day
        ("2026-07-11", "2026-07-16", "2026-07-21"),  # from a Saturday, over 14 July
    ],
)
def test_both_clocks_run_from_the_receipt_in_working_days(day: str, acknowledgement: str, triage: str) -> None:
    change = receive(a_filing(), day)

    assert awaited(change) == {"escalate_acknowledgement": acknowledgement, "escalate_triage": triage}


@pytest.mark.parametrize("length", [1, 5000])
def test_a_complaint_may_be_short_or_long(length: int) -> None:
    assert receive(a_filing(text="é" * length)).state.text == "é" * length


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_a_complaint_without_words_or_with_too_many_is_invalid(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        receive(a_filing(text=text))

    assert faults(caught) == [("text", "length")]


def test_the_category_is_one_of_the_programme_s() -> None:
    with pytest.raises(Invalid) as caught:
        receive(a_filing("personal_data"))

    assert faults(caught) == [("category", "unknown_category")]


@pytest.mark.parametrize("somebody", [PUBLISHER, DESK])
def test_only_a_holder_complains(somebody: Actor) -> None:
    assert refusal(LIFE, receive_complaint, None, a_filing(), at("2026-06-01", somebody)) == "role_required"


def test_the_desk_acknowledges_and_the_first_clock_stops() -> None:
    complaint = received()

    change = perform(LIFE, acknowledge_complaint, complaint, AcknowledgeComplaint(), at("2026-06-02", DESK))

    assert change.state.state is State.ACKNOWLEDGED
    assert change.events == (ComplaintAcknowledged(complaint=complaint.id, dossier=DOSSIER, listing=LISTING),)
    assert awaited(change) == {"escalate_acknowledgement": "cancelled"}


def test_a_late_acknowledgement_is_escalated_and_nothing_is_decided() -> None:
    complaint = received()

    message = deadline("escalate_acknowledgement", "2026-06-03")
    change = perform(LIFE, escalate_acknowledgement, complaint, message, at("2026-06-04"))

    assert change.state == complaint
    (missed,) = change.events
    assert isinstance(missed, ComplaintDeadlineMissed)
    assert (missed.complaint, missed.clock) == (complaint.id, "complaint_acknowledgement")
    assert missed.due_on.isoformat() == "2026-06-03"


def test_a_late_complaint_may_still_be_acknowledged() -> None:
    late = perform(
        LIFE, escalate_acknowledgement, received(), deadline("escalate_acknowledgement", "2026-06-03"), at("2026-06-04")
    ).state

    change = perform(LIFE, acknowledge_complaint, late, AcknowledgeComplaint(), at("2026-06-20", DESK))

    assert told(change) == ["ComplaintAcknowledged"]
