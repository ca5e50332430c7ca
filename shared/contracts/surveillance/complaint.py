"""What surveillance publishes of complaints. Never their words, never who complained (invariant 11)."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import CaseId, ComplaintId, DossierId, ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintReceived:
    """A user or an authority reports a breach (« plainte », « signalement », 2.9)."""

    complaint: ComplaintId
    dossier: DossierId
    listing: ListingId
    category: str


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintAcknowledged:
    """The complainant has been told that the complaint arrived."""

    complaint: ComplaintId
    dossier: DossierId
    listing: ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintTriaged:
    """Severity is set: critical, major or minor."""

    complaint: ComplaintId
    dossier: DossierId
    listing: ListingId
    severity: str


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDismissed:
    """Unfounded or out of scope; terminal."""

    complaint: ComplaintId
    dossier: DossierId
    listing: ListingId
    ground: str


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintEscalated:
    """The complaint opens a non-compliance case."""

    complaint: ComplaintId
    case: CaseId
    dossier: DossierId
    listing: ListingId
    organisation: str | None = None
    """Id of the organisation that publishes the service: who may answer in the case."""
    participants: tuple[str, ...] = ()
    """Digests of those who escalated the complaint, by HMAC of the actor under the dossier's id."""


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDeadlineMissed:
    """Acknowledgement or triage is late: escalated; `clock` says which."""

    complaint: ComplaintId
    dossier: DossierId
    listing: ListingId
    clock: str
    due_on: date
