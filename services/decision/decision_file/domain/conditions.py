"""What a grant depends on besides the opinion: connection tests, convention, reservations (process.md 3.2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from shared.contracts.decision.decision_file import OpenReservation


class TestsState(StrEnum):
    """« Tests de raccordement » as far as the decision is concerned; the first and the last allow it."""

    __test__ = False

    NOT_REQUIRED = "not_required"
    REQUIRED = "required"
    FAILED = "failed"
    PASSED = "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionTests:
    """The known test results. Only the latest day of each counts, so every order of arrival ends in the same state."""

    required: bool = False
    passed_on: date | None = None
    failed_on: date | None = None

    def state(self, *, with_exchange: bool) -> TestsState:
        """The latest result counts; on the same day success does, since only a failed file is tried again."""
        if self.passed_on and (self.failed_on is None or self.passed_on >= self.failed_on):
            return TestsState.PASSED
        if self.failed_on:
            return TestsState.FAILED
        return TestsState.REQUIRED if self.required or with_exchange else TestsState.NOT_REQUIRED


class Party(StrEnum):
    """The three who sign the convention (R.1111-38)."""

    PUBLISHER = "publisher"
    MINISTER = "minister"
    CNAM = "cnam"


class ConventionState(StrEnum):
    """How far the convention is; the third signature puts it into force."""

    NONE = "none"
    PUBLISHER_SIGNED = "publisher_signed"
    IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """« Convention de référencement »: who signed, and when."""

    signed: Mapping[Party, date] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Party, ...]:
        """Who has not signed."""
        return tuple(party for party in Party if party not in self.signed)

    @property
    def state(self) -> ConventionState:
        """Between the first and the third signature nothing changes for anyone."""
        if not self.signed:
            return ConventionState.NONE
        return ConventionState.PUBLISHER_SIGNED if self.missing else ConventionState.IN_FORCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """« Réserve »: the criterion, the measure that the commission asks for, until when."""

    criterion: str
    suspensive: bool
    measure: str
    due_on: date
    lifted_on: date | None = None

    @property
    def published(self) -> OpenReservation:
        """The same without the words of the measure, which stay here."""
        return OpenReservation(criterion=self.criterion, suspensive=self.suspensive, due_on=self.due_on)
