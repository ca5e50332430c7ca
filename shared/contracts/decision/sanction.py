"""What decision publishes of sanctions. Process.md 2.11."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, SuspensionScope


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionOrdered:
    """The minister suspends a listing after the adversarial procedure."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
    scope: SuspensionScope
    ordered_on: date
    ends_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class InterimSuspensionOrdered:
    """The minister suspends at once for urgency (CRPA L.121-2 as noted in 2.11); a hearing follows."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
    scope: SuspensionScope
    ordered_on: date
    ends_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionLifted:
    """The minister lifts the suspension after verified measures (« levée »)."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
    lifted_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class SuspensionReviewDue:
    """A suspension reaches its term: a human must reinstate or go further. Nothing is decided."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
    due_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class NoSanctionDecided:
    """The minister decided against the proposed sanction (« sans suite »)."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
