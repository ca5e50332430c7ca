"""Rules S-05 to S-08: from an acknowledged complaint to its dismissal or a case."""

from typing import Any

import pytest

from services.surveillance.complaint.domain.life import TRANSITIONS as LIFE
from services.surveillance.complaint.domain.reception import acknowledge_complaint
from services.surveillance.complaint.domain.state import State
from services.surveillance.complaint.domain.triage import (
    DismissComplaint,
    EscalateComplaint,
    TriageComplaint,
    dismiss_complaint,
    escalate_complaint,
    escalate_triage,
    triage_complaint,
)
from shared.acts.moment import derived_id
from shared.acts.participation import participants
from shared.acts.refusal import Invalid
from shared.contracts.surveillance.complaint import (
    ComplaintDeadlineMissed,
    ComplaintDismissed,
    ComplaintEscalated,
    ComplaintTriaged,
)
from shared.contracts.vocabulary import CaseId
from shared.programme.vocabulary import Severity
from tests.builders import DESK, HOLDER, at, awaited, deadline, perform, refusal
from tests.surveillance.scenario import (
    DOSSIER,
    LISTING,
    acknowledged,
    received,
    triaged,
)


def faults(caught: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    found: Any = caught.value.facts["faults"]
    return [(fault["path"], fault["code"]) for fault in found]


def test_a_complaint_is_not_triaged_before_it_is_acknowledged() -> None:
    command = TriageComplaint(severity=Severity.MINOR)

    assert refusal(LIFE, triage_complaint, received(), command, at("2026-06-02", DESK)) == "act_not_allowed"


def test_the_desk_sets_the_severity_and_the_second_clock_stops() -> None:
    complaint = acknowledged()

    command = TriageComplaint(severity=Severity.CRITICAL)
    change = perform(LIFE, triage_complaint, complaint, command, at("2026-06-03", DESK))

    assert (change.state.state, change.state.severity) == (State.TRIAGED, Severity.CRITICAL)
    assert change.events == (
        ComplaintTriaged(complaint=complaint.id, dossier=DOSSIER, listing=LISTING, severity="critical"),
    )
    assert awaited(change) == {"escalate_triage": "cancelled"}


@pytest.mark.parametrize("complaint", [received(), acknowledged()])
def test_a_late_triage_is_escalated_whether_acknowledged_or_not(complaint: Any) -> None:  # noqa: ANN401
    change = perform(LIFE, escalate_triage, complaint, deadline("escalate_triage", "2026-06-08"), at("2026-06-09"))

    assert change.state == complaint
    (missed,) = change.events
    assert isinstance(missed, ComplaintDeadlineMissed)
    assert (missed.clock, missed.due_on.isoformat()) == ("complaint_triage", "2026-06-08")


def test_the_desk_dismisses_with_a_ground() -> None:
    complaint = triaged()

    change = perform(
        LIFE, dismiss_complaint, complaint, DismissComplaint(ground="out_of_scope"), at("2026-06-04", DESK)
    )

    assert (change.state.state, change.state.ground) == (State.DISMISSED, "out_of_scope")
    assert change.events == (
        ComplaintDismissed(complaint=complaint.id, dossier=DOSSIER, listing=LISTING, ground="out_of_scope"),
    )


@pytest.mark.parametrize("ground", ["", "Madame X se plaint à tort", "x" * 65, "<b>"])
def test_a_ground_is_a_code_and_no_sentence(ground: str) -> None:
    with pytest.raises(Invalid) as caught:
        perform(LIFE, dismiss_complaint, triaged(), DismissComplaint(ground=ground), at("2026-06-04", DESK))

    assert faults(caught) == [("ground", "not_a_code")]


def test_an_escalated_complaint_names_the_case_and_who_may_answer_in_it() -> None:
    complaint = triaged()

    change = perform(LIFE, escalate_complaint, complaint, EscalateComplaint(), at("2026-06-04", DESK))

    assert change.state.state is State.ESCALATED
    assert change.events == (
        ComplaintEscalated(
            complaint=complaint.id,
            case=CaseId(derived_id("case", complaint.id)),
            dossier=DOSSIER,
            listing=LISTING,
            organisation="org-1",
            participants=participants(DOSSIER, "desk-1"),
        ),
    )


@pytest.mark.parametrize("act", [acknowledge_complaint, triage_complaint, dismiss_complaint, escalate_complaint])
def test_the_complainant_decides_nothing(act: Any) -> None:  # noqa: ANN401
    assert refusal(LIFE, act, triaged(), None, at("2026-06-04", HOLDER)) == "role_required"
