"""Connection tests (« tests de raccordement ») of one service with exchange: required, run until they pass."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.acts.moment import derived_id
from shared.contracts.intake.application import ApplicationDeclaredAdmissible
from shared.contracts.vocabulary import DossierId, Typology


class TrackState(StrEnum):
    """Process.md 3.2. A service without exchange has no tests at all; a pass is final here."""

    REQUIRED = "required"
    PASSED = "passed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of the acceptance file (« dossier de recette »): it passed where no case failed."""

    on: date
    api_version: str
    failed_cases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTests:
    """The test track of one dossier; the clock towards `due_on` runs until a pass."""

    id: str
    dossier: DossierId
    state: TrackState
    programme: str
    organisation: str
    due_on: date
    reminded: int = 0
    runs: tuple[Run, ...] = ()


def connection_tests_of(dossier: str) -> str:
    """Id of the connection tests of a dossier."""
    return derived_id("connection-tests", dossier)


def connection_tests_required_by(event: ApplicationDeclaredAdmissible) -> str | None:
    """Id of the tests that an admissible application calls for; None without exchange (process.md 2.4)."""
    return connection_tests_of(event.dossier) if event.service.typology is Typology.WITH_EXCHANGE else None
