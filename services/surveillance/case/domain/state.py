"""The non-compliance case (« dossier de non-conformité »)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.vocabulary import CaseId, ComplaintId, DossierId, ListingId, SuspensionScope


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
    participants: tuple[str, ...] = ()
    """Digests of those who opened the case or proposed a sanction: they do not decide on it."""
    notification: Notification | None = None
    observations: tuple[Observation, ...] = ()
    proposal: Proposal | None = None
    closed_on: date | None = None
    closing_ground: str | None = None

    def answered_by(self, moment: Moment) -> None:
        """Refused not_your_dossier: whoever asks does not speak for the publisher of the service."""
        refuse_if(not moment.actor.belongs_to(self.organisation), "not_your_dossier")
