"""The non-compliance case (« dossier de non-conformité »): opened, or closed without a proposal."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.surveillance.domain.wording import check_code
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import refuse_if
from shared.contracts.intake import EvidenceExpired
from shared.contracts.surveillance import CaseClosed, ComplaintEscalated, NonComplianceCaseOpened
from shared.contracts.vocabulary import CaseId, ComplaintId, DossierId, ListingId, SuspensionScope
from shared.identity.actor import Role
from shared.texts.fields import CodeWord


class State(StrEnum):
    """Process.md 3.4, thin path; the last two are terminal."""

    OPENED = "opened"
    GROUNDS_NOTIFIED = "grounds_notified"
    INSTRUCTED = "instructed"
    """The publisher was heard, or did not use its time."""
    PROPOSED = "proposed"
    MEASURES_RUNNING = "measures_running"
    CLOSED = "closed"
    NO_FURTHER_ACTION = "no_further_action"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """What the publisher was told: the measure envisaged, its grounds, until when it may answer."""

    rung: str
    grounds: tuple[str, ...]
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What the publisher answered (« observations »), in its own words: for the case file only."""

    received_on: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The measure proposed to the minister."""

    rung: str
    scope: SuspensionScope
    urgency_grounds: tuple[str, ...]
    proposed_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NonComplianceCase:
    """One case: of a complaint, known by its id and not by its words, or of evidence that ended."""

    id: CaseId
    state: State
    complaint: ComplaintId | None
    dossier: DossierId
    listing: ListingId
    organisation: str | None
    opened_on: date
    programme: str
    evidence: tuple[str, ...] = ()
    """The criteria whose evidence ended."""
    notification: Notification | None = None
    observations: tuple[Observation, ...] = ()
    proposal: Proposal | None = None
    closed_on: date | None = None
    closing_ground: str | None = None

    def answered_by(self, moment: Moment) -> None:
        """Refused not_your_dossier: whoever asks does not speak for the publisher of the service."""
        refuse_if(not moment.actor.belongs_to(self.organisation), "not_your_dossier")


def heard_party(case: NonComplianceCase, _: object, moment: Moment) -> None:
    """Who may answer. Refused: not_your_dossier."""
    case.answered_by(moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCase(Command):
    """No measure is called for; the ground as a code."""

    ground: CodeWord


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


@act("S-10", "process.md 3.4 NonComplianceCase, no further action", by=Role.DESK_OFFICER)
def close_case(case: NonComplianceCase, command: CloseCase, moment: Moment) -> Change[NonComplianceCase]:
    """The desk finds nothing to sanction (« sans suite »), before any proposal. Invalid: not_a_code."""
    check_code("ground", command.ground)
    return closed(case, State.NO_FURTHER_ACTION, moment, command.ground).no_longer_awaiting("note_observations_elapsed")


def closed(
    case: NonComplianceCase, state: State, moment: Moment, ground: str | None = None
) -> Change[NonComplianceCase]:
    """The end of a case, told once: one that is closed already stays as it is."""
    if case.closed_on:
        return becomes(case)
    return becomes(case, state=state, closed_on=moment.day, closing_ground=ground).telling(
        CaseClosed(case=case.id, dossier=case.dossier, listing=case.listing)
    )
