"""What intake publishes of applications, and of the evidence of listed services."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.case_file import CaseFile
from shared.contracts.registry import event
from shared.contracts.vocabulary import DossierId, ListingId, ServiceProfile


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRebased:
    """The draft, begun under one programme version, now answers the questions of the version in force (2.13)."""

    dossier: DossierId
    from_programme: str
    to_programme: str


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted:
    """The application is filed and pinned to a programme version (« demande de référencement », 2.2)."""

    dossier: DossierId
    programme: str
    filed_on: date


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRequested:
    """The desk names what is missing and until when (2.3); the admissibility clock stops."""

    dossier: DossierId
    items: tuple[str, ...]
    due_on: date


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionReminded:
    """The publisher was reminded of an open completion request."""

    dossier: DossierId
    due_on: date


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionProvided:
    """The publisher answered; the admissibility clock restarts."""

    dossier: DossierId


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementProvided:
    """The publisher answered a complement request of the evaluators, row 13; `content` is the whole file as it is now.

    Text answers travel as `sha256:<hex>`: the content stays with intake.
    """

    dossier: DossierId
    content: CaseFile


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationLapsed:
    """No answer by the due date and its grace (« caducité »): closed without examination, not a refusal."""

    dossier: DossierId
    lapsed_on: date


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationWithdrawn:
    """The publisher withdrew before admissibility was declared (« désistement »)."""

    dossier: DossierId


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissibilityDeadlineMissed:
    """Admissibility was not settled in time: escalated, nothing is decided."""

    dossier: DossierId
    due_on: date


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDeclaredInadmissible:
    """The application is not examined (« irrecevable »), with reasons; terminal."""

    dossier: DossierId
    grounds: tuple[str, ...]


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDeclaredAdmissible:
    """The application goes to evaluation (« recevable »), with all that evaluation needs.

    Text answers travel as `sha256:<hex>`: the content stays with intake.
    """

    dossier: DossierId
    service: ServiceProfile
    programme: str
    filed_on: date
    content: CaseFile


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceExpiryReminded:
    """The publisher of a listed service was reminded that evidence of these criteria ends soon (criteria.md 4.6)."""

    dossier: DossierId
    listing: ListingId
    criteria: tuple[str, ...]
    until: date
    """Last day on which it still supports the answers."""
    days_left: int


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRenewed:
    """The publisher of a listed service gave other evidence for these criteria."""

    dossier: DossierId
    listing: ListingId
    criteria: tuple[str, ...]
    documents: tuple[str, ...]
    """Ids of documents in its wallet."""


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceExpired:
    """Evidence of a listed service no longer supports the answers to these criteria; nothing else has happened."""

    dossier: DossierId
    listing: ListingId
    organisation: str
    """Id of the organisation that publishes the service: who may answer for it."""
    criteria: tuple[str, ...]
    documents: tuple[str, ...]
    """Ids of documents in its wallet; empty where the evidence was declared without a document."""
    until: date
    """Last day on which it still supported them."""
