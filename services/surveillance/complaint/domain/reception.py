"""A complaint is received and acknowledged."""

from dataclasses import dataclass, field
from typing import Annotated

from services.surveillance.complaint.domain.state import Complaint, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.content import check_text
from shared.acts.due import Deadline
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import Invalid
from shared.contracts.surveillance.complaint import ComplaintAcknowledged, ComplaintDeadlineMissed, ComplaintReceived
from shared.contracts.vocabulary import ComplaintId, DossierId, ListingId
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.texts.fields import CodeWord
from shared.texts.identifiers import Id
from shared.texts.public_text import PublicText

LONGEST_TEXT = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComplaint(Command):
    """Which listing, a category of the programme, and the complainant's own words."""

    listing: Annotated[ListingId, Id()]
    category: CodeWord
    text: Annotated[str, PublicText(LONGEST_TEXT, lines=True)] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledComplaint:
    """A complaint with what the watch of its listing says: nobody but surveillance fills in the last two."""

    asked: ReceiveComplaint
    listing: ListingId
    dossier: DossierId
    organisation: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeComplaint(Command):
    """The complainant has been told."""


@act("S-02", "process.md 2.9, 3.4 Complaint", by=Role.HOLDER)
def receive_complaint(_: None, filed: FiledComplaint, moment: Moment) -> Change[Complaint]:
    """A user reports a breach; both clocks of 2.15 run from here. Invalid: unknown_category, length."""
    programme = moment.programme_in_force()
    categories = [one.id for one in programme.procedure.complaint_categories]
    if filed.asked.category not in categories:
        raise Invalid([Fault("category", "unknown_category", ", ".join(categories))])
    complaint = Complaint(
        id=ComplaintId(derived_id("complaint", moment.message)),
        state=State.RECEIVED,
        listing=filed.listing,
        dossier=filed.dossier,
        organisation=filed.organisation,
        category=filed.asked.category,
        text=check_text("text", filed.asked.text, LONGEST_TEXT),
        complainant=moment.actor.id,
        received_on=moment.day,
        programme=programme.ref,
    )
    return (
        Change(complaint)
        .telling(
            ComplaintReceived(
                complaint=complaint.id,
                dossier=complaint.dossier,
                listing=complaint.listing,
                category=complaint.category,
            )
        )
        .awaiting("escalate_acknowledgement", moment.due(programme, "complaint_acknowledgement"))
        .awaiting("escalate_triage", moment.due(programme, "complaint_triage"))
    )


@act("S-03", "process.md 2.9, 3.4 Complaint", by=Role.DESK_OFFICER)
def acknowledge_complaint(complaint: Complaint, _: AcknowledgeComplaint, moment: Moment) -> Change[Complaint]:
    """The desk tells the complainant that the complaint arrived."""
    return (
        becomes(complaint, state=State.ACKNOWLEDGED)
        .telling(ComplaintAcknowledged(complaint=complaint.id, dossier=complaint.dossier, listing=complaint.listing))
        .no_longer_awaiting("escalate_acknowledgement")
    )


@act("S-04", "process.md 2.15, complaint acknowledgement")
def escalate_acknowledgement(complaint: Complaint, deadline: Deadline, moment: Moment) -> Change[Complaint]:
    """The acknowledgement is late: someone is told, nothing is decided."""
    return missed(complaint, "complaint_acknowledgement", deadline)


def missed(complaint: Complaint, clock: str, deadline: Deadline) -> Change[Complaint]:
    """The complaint unchanged, and word of the clock that ran out."""
    return becomes(complaint).telling(
        ComplaintDeadlineMissed(
            complaint=complaint.id,
            dossier=complaint.dossier,
            listing=complaint.listing,
            clock=clock,
            due_on=deadline.due_on,
        )
    )
