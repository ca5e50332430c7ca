"""What evaluation publishes of evaluations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import DossierId, Opinion, ServiceProfile


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationStarted:
    """Lead evaluator and reviewer are assigned (2.4)."""

    dossier: DossierId


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class FindingsConfirmed:
    """An evaluator confirmed or corrected the suggested finding of each applicable criterion."""

    dossier: DossierId
    confirmed: int
    corrected: int


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementRequested:
    """The publisher is asked to answer or prove these criteria better (« demande de compléments »), row 12."""

    dossier: DossierId
    items: tuple[str, ...]
    due_on: date


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementReminded:
    """The publisher was reminded of an open complement request."""

    dossier: DossierId
    due_on: date


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementDeadlineExtended:
    """There is more time to answer the open complement request, row 14."""

    dossier: DossierId
    due_on: date


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationResumed:
    """The complement came: the file was judged again, and the clock runs until the day told, row 13."""

    dossier: DossierId
    due_on: date


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationLapsed:
    """No complement by its due day and grace (« caducité »), row 28: closed without a report, not a refusal."""

    dossier: DossierId
    lapsed_on: date


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationReportIssued:
    """The report (« rapport d'évaluation ») for the commission; `suggested_opinion` is advice (criteria.md 4.4)."""

    dossier: DossierId
    service: ServiceProfile
    programme: str
    programme_hash: str
    conformity: str
    suggested_opinion: Opinion | None
    not_met: tuple[str, ...]
    """Ids of the discriminating criteria that failed."""
    scores: Mapping[str, str]
    """Score by family, one decimal, as text: "87.5"; families without a scored criterion are absent."""
    report_sha256: str | None = None
    """SHA-256 of the frozen report, in hexadecimal; None for a report issued before reports were frozen."""
    corrected_facts: tuple[str, ...] = ()
    """Ids of the orientation facts that an evaluator corrected (criteria.md 4.2)."""
    participants: tuple[str, ...] = ()
    """Digests of those who evaluated, by HMAC of the actor under the dossier's id."""


@event("evaluation")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationDeadlineMissed:
    """The evaluation is late: escalated, nothing is decided."""

    dossier: DossierId
    due_on: date
