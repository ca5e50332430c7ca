"""A case is opened: by an escalated complaint, or by evidence that ended."""

from services.surveillance.case.domain.state import NonComplianceCase, State
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.moment import Moment, derived_id
from shared.contracts.intake.application import EvidenceExpired
from shared.contracts.surveillance.case import NonComplianceCaseOpened
from shared.contracts.surveillance.complaint import ComplaintEscalated
from shared.contracts.vocabulary import CaseId


@act("S-09", "process.md 2.11, 3.4 NonComplianceCase")
def open_case(_: None, event: ComplaintEscalated, moment: Moment) -> Change[NonComplianceCase]:
    """An escalated complaint is investigated, under the programme in force."""
    case = NonComplianceCase(
        id=event.case,
        state=State.OPENED,
        complaint=event.complaint,
        dossier=event.dossier,
        listing=event.listing,
        organisation=event.organisation,
        opened_on=moment.day,
        programme=moment.programme_in_force().ref,
        participants=event.participants,
    )
    return Change(case).telling(NonComplianceCaseOpened(case=case.id, dossier=case.dossier, listing=case.listing))


def case_of_evidence(event: EvidenceExpired) -> str:
    """Id of the case of a listing's evidence that ended on a day."""
    return derived_id("evidence-case", event.listing, event.until.isoformat())


@act("S-20", "criteria.md 4.6; process.md 3.4 NonComplianceCase")
def open_evidence_case(_: None, event: EvidenceExpired, moment: Moment) -> Change[NonComplianceCase]:
    """Evidence of a listed service ended and was not renewed: looked into like a complaint, by people."""
    case = NonComplianceCase(
        id=CaseId(case_of_evidence(event)),
        state=State.OPENED,
        complaint=None,
        dossier=event.dossier,
        listing=event.listing,
        organisation=event.organisation,
        opened_on=moment.day,
        programme=moment.programme_in_force().ref,
        evidence=event.criteria,
    )
    return Change(case).telling(NonComplianceCaseOpened(case=case.id, dossier=case.dossier, listing=case.listing))
