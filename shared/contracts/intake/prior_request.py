"""What intake publishes of prior requests."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import DossierId, ServiceProfile


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class PriorRequestSubmitted:
    """A publisher asks whether its service may apply (« demande préalable », 2.1)."""

    dossier: DossierId
    service: ServiceProfile


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class PriorRequestValidated:
    """The desk found the service eligible; the application opens."""

    dossier: DossierId


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class PriorRequestRejected:
    """The desk found the service out of scope; terminal."""

    dossier: DossierId
    grounds: tuple[str, ...]


@event("intake")
@dataclass(frozen=True, slots=True, kw_only=True)
class PriorRequestReviewDeadlineMissed:
    """The desk has not reviewed the prior request in time: escalated, nothing is decided."""

    dossier: DossierId
    due_on: date
