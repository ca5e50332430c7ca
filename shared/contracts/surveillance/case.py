"""What surveillance publishes of non-compliance cases. Process.md 3.4."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import CaseId, DossierId, ListingId, SuspensionScope


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class NonComplianceCaseOpened:
    """A case is investigated (2.11)."""

    case: CaseId
    dossier: DossierId
    listing: ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class GroundsNotified:
    """The publisher is told the measure envisaged and its grounds; the adversarial period opens."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
    grounds: tuple[str, ...]
    observations_due_on: date


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationsReceived:
    """The publisher's observations arrived (their text stays in surveillance)."""

    case: CaseId
    dossier: DossierId
    listing: ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationsPeriodElapsed:
    """The period for observations ended without any: the case may be decided on the file."""

    case: CaseId
    dossier: DossierId
    listing: ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionProposed:
    """Surveillance proposes a rung of the ladder; the minister decides."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
    rung: str
    scope: SuspensionScope
    urgency_grounds: tuple[str, ...] = ()
    """Not empty: the adversarial steps were bypassed for urgency (2.11)."""
    participants: tuple[str, ...] = ()
    """Digests of those who opened the case or proposed the sanction, by HMAC of the actor under the dossier's id."""


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """The case is closed: measures verified, or no further action."""

    case: CaseId
    dossier: DossierId
    listing: ListingId
