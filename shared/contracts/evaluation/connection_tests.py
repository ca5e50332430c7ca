"""What evaluation publishes of connection tests."""

from dataclasses import dataclass
from datetime import date

from shared.contracts.registry import event
from shared.contracts.vocabulary import DossierId


@event("evaluation", subject_told=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTestsRequired:
    """A service with exchange must pass the connection tests (« tests de raccordement »)."""

    dossier: DossierId


@event("evaluation", subject_told=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTestsPassed:
    """Every test case of the acceptance file (« dossier de recette ») passed."""

    dossier: DossierId
    passed_on: date
    api_version: str


@event("evaluation", subject_told=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTestsFailed:
    """Some test cases failed; the publisher may try again."""

    dossier: DossierId
    failed_on: date
    failed_cases: tuple[str, ...]


@event("evaluation", subject_told=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTestsReminded:
    """The publisher was reminded of tests that have not passed yet."""

    dossier: DossierId
    due_on: date


@event("evaluation", subject_told=False)
@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTestsDeadlineMissed:
    """The connection tests are late: escalated, nothing is decided."""

    dossier: DossierId
    due_on: date
