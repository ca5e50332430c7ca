"""What decision publishes of opinions, conventions and the minister's decisions. Process.md 3.1 rows 16 to 28, 2.7."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.contracts.registry import event
from shared.contracts.topics import DECISIONS
from shared.contracts.vocabulary import DossierId, ListingId, Opinion, ServiceProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenReservation:
    """A reservation (« réserve »): the criterion it is about, what suspends, until when the measure is due."""

    criterion: str
    suspensive: bool
    due_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class FavourableOpinionIssued:
    """« Avis favorable »."""

    dossier: DossierId


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class FavourableOpinionWithReservationsIssued:
    """« Avis favorable avec réserves non suspensives »: decision may follow, measures are tracked after it."""

    dossier: DossierId
    reservations: tuple[OpenReservation, ...]


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class FavourableOpinionWithSuspensiveReservationsIssued:
    """« Avis favorable avec réserves suspensives »: no decision before the suspensive ones are lifted."""

    dossier: DossierId
    reservations: tuple[OpenReservation, ...]


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class UnfavourableOpinionIssued:
    """« Avis défavorable »: listing is legally impossible (R.1111-38)."""

    dossier: DossierId
    grounds: tuple[str, ...]


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationLifted:
    """The measure was verified (« levée de réserve »)."""

    dossier: DossierId
    criterion: str


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationReminded:
    """The publisher was reminded of an open suspensive reservation."""

    dossier: DossierId
    due_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionSignedByPublisher:
    """The publisher signed the listing agreement (« convention de référencement », 2.7)."""

    dossier: DossierId


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionCountersigned:
    """The minister or the CNAM signed; `party` says which: minister, cnam."""

    dossier: DossierId
    party: str


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ConventionEnteredIntoForce:
    """All three parties have signed."""

    dossier: DossierId


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingGranted:
    """The minister lists the service for the programme's validity (R.1111-38)."""

    dossier: DossierId
    listing: ListingId
    service: ServiceProfile
    programme: str
    decided_on: date
    ends_on: date
    """The anniversary: the first day on which the service is no longer listed."""
    opinion: Opinion
    reservations: tuple[OpenReservation, ...]
    convention_signed: bool
    tests: str
    """not_required or passed."""


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRefused:
    """The minister refuses, with reasons; appeal routes follow the law."""

    dossier: DossierId
    decided_on: date
    grounds: tuple[str, ...]


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDeadlineMissed:
    """The decision is late: escalated. No timer ever decides (2.6)."""

    dossier: DossierId
    due_on: date


@event("decision")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLapsed:
    """A suspensive reservation was not settled by its due date and grace (« caducité »); not a refusal."""

    dossier: DossierId
    lapsed_on: date


class Verdict(StrEnum):
    """The decision on an application."""

    GRANTED = "granted"
    REFUSED = "refused"


@event("decision", topic=DECISIONS)
@dataclass(frozen=True, slots=True, kw_only=True)
class LatestDecision:
    """State topic: the latest decision on a dossier, for integrators."""

    dossier: DossierId
    service: ServiceProfile
    verdict: Verdict
    decided_on: date
    opinion: Opinion
    listing: ListingId | None = None
    ends_on: date | None = None
    grounds: tuple[str, ...] = ()
