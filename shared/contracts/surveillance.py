"""What surveillance tells. Process.md 3.4. Never a complaint's words, never who complained (invariant 11)."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import CampaignId, CaseId, ComplaintId, DossierId, ListingId, SuspensionScope


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


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintDeadlineMissed:
    """Acknowledgement or triage is late: escalated; `clock` says which."""

    complaint: ComplaintId
    dossier: DossierId
    listing: ListingId
    clock: str
    due_on: date


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


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed:
    """The case is closed: measures verified, or no further action."""

    case: CaseId
    dossier: DossierId
    listing: ListingId


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingCampaignPlanned:
    """The population is frozen and its hash committed before the seed is known (2.10, 4.1)."""

    campaign: CampaignId
    population_hash: str
    population_size: int
    rate: str
    """Share of the population to draw, as text: "0.10"."""


@event("surveillance")
@dataclass(frozen=True, slots=True, kw_only=True)
class SampleDrawn:
    """The draw, which anyone can recompute from seed and population."""

    campaign: CampaignId
    seed: str
    population_hash: str
    drawn: tuple[ListingId, ...]
