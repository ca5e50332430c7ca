"""What the tests of surveillance speak of: one listing, one complaint about it, the case that it opens."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from services.surveillance.case.domain.hearing import (
    NotifyGrounds,
    ReceiveObservations,
    notify_grounds,
    receive_observations,
)
from services.surveillance.case.domain.life import TRANSITIONS as CASE_LIFE
from services.surveillance.case.domain.opening import open_case
from services.surveillance.case.domain.sanction import ProposeSanction, propose_sanction, record_suspension
from services.surveillance.case.domain.state import NonComplianceCase
from services.surveillance.complaint.domain.life import TRANSITIONS as COMPLAINT_LIFE
from services.surveillance.complaint.domain.reception import (
    AcknowledgeComplaint,
    FiledComplaint,
    ReceiveComplaint,
    acknowledge_complaint,
    receive_complaint,
)
from services.surveillance.complaint.domain.state import Complaint
from services.surveillance.complaint.domain.triage import TriageComplaint, triage_complaint
from shared.acts.change import Change
from shared.contracts.catalogue.listing import ListingExpired, ListingPublished, ListingReinstated, ListingSuspended
from shared.contracts.decision.sanction import (
    InterimSuspensionOrdered,
    NoSanctionDecided,
    SuspensionLifted,
    SuspensionOrdered,
)
from shared.contracts.surveillance.complaint import ComplaintEscalated
from shared.contracts.vocabulary import (
    CaseId,
    ComplaintId,
    DossierId,
    ListingId,
    ServiceProfile,
    SuspensionScope,
    Typology,
)
from shared.programme.vocabulary import Severity
from tests.builders import DESK, HOLDER, PUBLISHER, at, perform, some_id

LISTING, DOSSIER = ListingId(some_id("listing")), DossierId(some_id("dossier"))
COMPLAINT, CASE = ComplaintId(some_id("complaint")), CaseId(some_id("case"))
WORDS = "On m'a demandé mon numéro de carte."
SERVICE = ServiceProfile(
    name="Carnet de tension",
    publisher="Exemple Santé SAS",
    organisation="org-1",
    category="condition_follow_up",
    forms=("mobile_application",),
    typology=Typology.WITH_EXCHANGE,
)


def published(on: str = "2026-03-12", ends_on: str = "2027-03-10", **more: Any) -> ListingPublished:  # noqa: ANN401
    """Catalogue lists the service."""
    return ListingPublished(
        listing=LISTING,
        dossier=DOSSIER,
        service=replace(SERVICE, **more),
        published_on=date.fromisoformat(on),
        ends_on=date.fromisoformat(ends_on),
    )


def suspended() -> ListingSuspended:
    """Catalogue executes a suspension."""
    return ListingSuspended(listing=LISTING, dossier=DOSSIER, case=CASE, scope=SuspensionScope.BOTH)


def reinstated() -> ListingReinstated:
    """Catalogue shows the service again."""
    return ListingReinstated(listing=LISTING, dossier=DOSSIER, case=CASE)


def expired(on: str = "2027-03-10") -> ListingExpired:
    """The anniversary has come."""
    return ListingExpired(listing=LISTING, dossier=DOSSIER, expired_on=date.fromisoformat(on))


def a_filing(category: str = "PERSONAL_DATA", text: str = WORDS) -> FiledComplaint:
    """A complaint as the door hands it over."""
    asked = ReceiveComplaint(listing=LISTING, category=category, text=text)
    return FiledComplaint(asked=asked, listing=LISTING, dossier=DOSSIER, organisation="org-1")


def receive(filing: FiledComplaint, day: str = "2026-06-01") -> Change[Complaint]:
    """The holder complains."""
    return perform(COMPLAINT_LIFE, receive_complaint, None, filing, at(day, HOLDER))


def received(day: str = "2026-06-01") -> Complaint:
    """A complaint received that day."""
    return receive(a_filing(), day).state


def acknowledged(day: str = "2026-06-02") -> Complaint:
    """A complaint acknowledged that day."""
    change = perform(COMPLAINT_LIFE, acknowledge_complaint, received(), AcknowledgeComplaint(), at(day, DESK))
    return _complaint(change)


def triaged(severity: Severity = Severity.MAJOR) -> Complaint:
    """A complaint whose severity is set."""
    command = TriageComplaint(severity=severity)
    return _complaint(perform(COMPLAINT_LIFE, triage_complaint, acknowledged(), command, at("2026-06-03", DESK)))


def escalated(organisation: str | None = "org-1") -> ComplaintEscalated:
    """Surveillance's own word that a complaint opens a case."""
    return ComplaintEscalated(
        complaint=COMPLAINT, case=CASE, dossier=DOSSIER, listing=LISTING, organisation=organisation
    )


def opened(organisation: str | None = "org-1") -> NonComplianceCase:
    """A case opened on 4 June."""
    return case_of(perform(CASE_LIFE, open_case, None, escalated(organisation), at("2026-06-04")))


def notify(case: NonComplianceCase, rung: str = "SUSPENSION", day: str = "2026-06-05") -> Change[Any]:
    """The desk notifies the grounds."""
    command = NotifyGrounds(rung=rung, grounds=("SEC-07", "undeclared_change"))
    return perform(CASE_LIFE, notify_grounds, case, command, at(day, DESK))


def notified(rung: str = "SUSPENSION") -> NonComplianceCase:
    """A case whose publisher has been told that this rung is envisaged."""
    return case_of(notify(opened(), rung))


def observe(case: NonComplianceCase, text: str = "C'est corrigé.", day: str = "2026-06-10") -> Change[Any]:
    """The publisher answers."""
    return perform(CASE_LIFE, receive_observations, case, ReceiveObservations(text=text), at(day, PUBLISHER))


def instructed(rung: str = "SUSPENSION") -> NonComplianceCase:
    """A case whose publisher was heard on this rung."""
    return case_of(observe(notified(rung)))


def a_proposal(rung: str = "SUSPENSION", *urgency: str) -> ProposeSanction:
    """A rung for visibility and exchange."""
    return ProposeSanction(rung=rung, scope=SuspensionScope.BOTH, urgency_grounds=urgency)


def propose(case: NonComplianceCase, command: ProposeSanction, day: str = "2026-06-12") -> Change[Any]:
    """The desk proposes."""
    return perform(CASE_LIFE, propose_sanction, case, command, at(day, DESK))


def proposed(*urgency: str) -> NonComplianceCase:
    """A case before the minister."""
    return case_of(propose(instructed(), a_proposal("SUSPENSION", *urgency)))


def ordered() -> SuspensionOrdered:
    """The minister suspends."""
    return SuspensionOrdered(
        case=CASE,
        dossier=DOSSIER,
        listing=LISTING,
        scope=SuspensionScope.BOTH,
        ordered_on=date(2026, 6, 15),
        ends_on=date(2026, 9, 14),
    )


def ordered_at_once() -> InterimSuspensionOrdered:
    """The same for urgency."""
    return InterimSuspensionOrdered(**asdict(ordered()))


def lifted() -> SuspensionLifted:
    """The minister lifts the suspension."""
    return SuspensionLifted(case=CASE, dossier=DOSSIER, listing=LISTING, lifted_on=date(2026, 7, 1))


def no_sanction() -> NoSanctionDecided:
    """The minister decides against the sanction."""
    return NoSanctionDecided(case=CASE, dossier=DOSSIER, listing=LISTING)


def running() -> NonComplianceCase:
    """A case whose measures run."""
    return case_of(perform(CASE_LIFE, record_suspension, proposed(), ordered(), at("2026-06-16")))


def case_of(change: Change[Any]) -> NonComplianceCase:
    """The case that came out of an act."""
    case = change.state
    assert isinstance(case, NonComplianceCase)
    return case


def _complaint(change: Change[Any]) -> Complaint:
    complaint = change.state
    assert isinstance(complaint, Complaint)
    return complaint
