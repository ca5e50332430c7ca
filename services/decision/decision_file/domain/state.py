"""The decision file: joins report, opinion, convention and connection tests, in whatever order they come."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.decision.decision_file.domain.conditions import (
    ConnectionTests,
    Convention,
    ConventionState,
    Reservation,
    TestsState,
)
from shared.contracts.decision.decision_file import Verdict
from shared.contracts.vocabulary import DossierId, Opinion, ServiceProfile, Typology

FAVOURABLE_FAMILY = (Opinion.FAVOURABLE, Opinion.FAVOURABLE_NON_SUSPENSIVE, Opinion.FAVOURABLE_SUSPENSIVE)


class State(StrEnum):
    """Process.md 3.1 rows 15 to 28; the last three are final."""

    AWAITING_REPORT = "awaiting_report"
    EVALUATED = "evaluated"
    OPINION_FAVOURABLE = "opinion_favourable"
    RESERVATIONS_PENDING = "reservations_pending"
    OPINION_UNFAVOURABLE = "opinion_unfavourable"
    GRANTED = "granted"
    REFUSED = "refused"
    LAPSED = "lapsed"


FINAL = (State.GRANTED, State.REFUSED, State.LAPSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the decision needs of the evaluation report (« rapport d'évaluation »)."""

    service: ServiceProfile
    programme: str
    programme_hash: str
    conformity: str
    suggested_opinion: Opinion | None
    not_met: tuple[str, ...]
    participants: tuple[str, ...] = ()
    """Digests of those who evaluated the dossier: they do not decide on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionGiven:
    """The commission's opinion (« avis »). `reason`: why it differs from the suggested one; never leaves here."""

    opinion: Opinion
    given_on: date
    grounds: tuple[str, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The minister's decision (« décision »)."""

    verdict: Verdict
    decided_on: date
    grounds: tuple[str, ...] = ()
    listing: str | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFile:
    """One dossier before the commission and the minister."""

    id: DossierId
    state: State
    report: Report | None = None
    opinion: OpinionGiven | None = None
    reservations: tuple[Reservation, ...] = ()
    reminded: int = 0
    """How often the publisher was reminded of the suspensive reservations."""
    tests: ConnectionTests = field(default_factory=ConnectionTests)
    convention: Convention = field(default_factory=Convention)
    decided: Decided | None = None

    @property
    def dossier(self) -> DossierId:
        """The file is the dossier's."""
        return self.id

    @property
    def programme(self) -> str | None:
        """The version that the dossier is pinned to; known with the report."""
        return self.report.programme if self.report else None

    @property
    def organisation(self) -> str | None:
        """Whose service it is; a search column."""
        return self.report.service.organisation if self.report else None

    @property
    def service_name(self) -> str | None:
        """A search column."""
        return self.report.service.name if self.report else None

    @property
    def tests_state(self) -> TestsState:
        """A service with exchange must be tested even where nobody has said so yet (2.4)."""
        exchanges = self.report is not None and self.report.service.typology is Typology.WITH_EXCHANGE
        return self.tests.state(with_exchange=exchanges)

    @property
    def convention_state(self) -> ConventionState:
        """A search column."""
        return self.convention.state

    @property
    def open_reservations(self) -> tuple[Reservation, ...]:
        """Those not lifted yet."""
        return tuple(one for one in self.reservations if one.lifted_on is None)

    @property
    def open_suspensive(self) -> tuple[Reservation, ...]:
        """Those that keep the minister from deciding (2.5)."""
        return tuple(one for one in self.open_reservations if one.suspensive)
