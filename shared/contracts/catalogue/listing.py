"""What catalogue publishes. Process.md 3.3."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.topics import LISTINGS
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, ServiceProfile, SuspensionScope


@event("catalogue")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingPublished:
    """The service appears in the catalogue until the day before `ends_on` (2.8, 2.14)."""

    listing: ListingId
    dossier: DossierId
    service: ServiceProfile
    published_on: date
    ends_on: date


@event("catalogue")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingSuspended:
    """A suspension ordered by the minister is executed; the year keeps running."""

    listing: ListingId
    dossier: DossierId
    case: CaseId
    scope: SuspensionScope


@event("catalogue")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingReinstated:
    """The suspension was lifted; the service is shown again."""

    listing: ListingId
    dossier: DossierId
    case: CaseId


@event("catalogue")
@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalReminded:
    """The publisher was reminded that the listing ends soon (2.14)."""

    listing: ListingId
    dossier: DossierId
    ends_on: date
    days_left: int


@event("catalogue")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingExpired:
    """The anniversary of the decision came without a renewal in effect (2.14)."""

    listing: ListingId
    dossier: DossierId
    expired_on: date


@event("catalogue", topic=LISTINGS)
@dataclass(frozen=True, slots=True, kw_only=True)
class PublicListing:
    """State topic: what the public may see of a listing now."""

    listing: ListingId
    dossier: DossierId
    state: str
    """published, suspended, expired."""
    service: ServiceProfile
    decided_on: date
    ends_on: date
    programme: str
    suspension_scope: SuspensionScope | None = None
