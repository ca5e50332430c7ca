"""Triage (« tri ») of a complaint: how severe it is, then dismissed or escalated to a case."""

from dataclasses import dataclass

from services.surveillance.complaint.domain.reception import missed
from services.surveillance.complaint.domain.state import Complaint, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import check_code
from shared.acts.due import Deadline
from shared.acts.moment import Moment
from shared.acts.participation import participants
from shared.contracts.surveillance.complaint import ComplaintDismissed, ComplaintEscalated, ComplaintTriaged
from shared.identity.actor import Role
from shared.programme.vocabulary import Severity
from shared.texts.fields import CodeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class TriageComplaint(Command):
    """The severity that the desk sees in it."""

    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class DismissComplaint(Command):
    """Unfounded or out of scope; the ground as a code."""

    ground: CodeWord


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateComplaint(Command):
    """The complaint calls for a case."""


@act("S-05", "process.md 2.9, 3.4 Complaint", by=Role.DESK_OFFICER)
def triage_complaint(complaint: Complaint, command: TriageComplaint, moment: Moment) -> Change[Complaint]:
    """The desk sets the severity."""
    return (
        becomes(complaint, state=State.TRIAGED, severity=command.severity)
        .telling(
            ComplaintTriaged(
                complaint=complaint.id,
                dossier=complaint.dossier,
                listing=complaint.listing,
                severity=command.severity,
            )
        )
        .no_longer_awaiting("escalate_triage")
    )


@act("S-06", "process.md 2.15, complaint triage")
def escalate_triage(complaint: Complaint, deadline: Deadline, moment: Moment) -> Change[Complaint]:
    """The triage is late: someone is told, nothing is decided."""
    return missed(complaint, "complaint_triage", deadline)


@act("S-07", "process.md 2.9, 3.4 Complaint", by=Role.DESK_OFFICER)
def dismiss_complaint(complaint: Complaint, command: DismissComplaint, moment: Moment) -> Change[Complaint]:
    """The desk closes an unfounded or out-of-scope complaint. Invalid: not_a_code."""
    check_code("ground", command.ground)
    return becomes(complaint, state=State.DISMISSED, ground=command.ground).telling(
        ComplaintDismissed(
            complaint=complaint.id, dossier=complaint.dossier, listing=complaint.listing, ground=command.ground
        )
    )


@act("S-08", "process.md 2.9, 3.4 Complaint", by=Role.DESK_OFFICER)
def escalate_complaint(complaint: Complaint, _: EscalateComplaint, moment: Moment) -> Change[Complaint]:
    """The complaint opens a non-compliance case, whose id follows from it."""
    return becomes(complaint, state=State.ESCALATED).telling(
        ComplaintEscalated(
            complaint=complaint.id,
            case=complaint.case,
            dossier=complaint.dossier,
            listing=complaint.listing,
            organisation=complaint.organisation,
            participants=participants(complaint.dossier, moment.actor.id),
        )
    )
