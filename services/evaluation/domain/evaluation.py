"""The evaluation (« instruction ») of one admissible application: who examines it, what was found, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.evaluation.domain.finding import Correction, FactCorrection, Finding
from shared.contracts.case_file import CaseFile
from shared.contracts.vocabulary import DossierId, Opinion, ServiceProfile


class State(StrEnum):
    """Process.md 3.1, rows 10 to 15; the last one is terminal here (the report goes to the commission)."""

    WAITING = "waiting"
    """Admissible, waiting for evaluators."""
    IN_EVALUATION = "in_evaluation"
    EVALUATED = "evaluated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the confirmed findings lead to under the pinned programme (criteria.md 4.4, 4.5); advice, not a decision."""

    conformity: str
    suggested_opinion: Opinion | None
    not_met: tuple[str, ...]
    scores: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The report as it was issued: canonical JSON, and the SHA-256 of its UTF-8 bytes in hexadecimal."""

    text: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """One dossier under evaluation. `lead` and `reviewer` are actor ids; they never leave in an event."""

    id: DossierId
    state: State
    service: ServiceProfile
    programme: str
    programme_hash: str
    content: CaseFile
    opened_on: date
    """The day on which the programme's engine judged the file."""
    suggested: Mapping[str, Finding]
    """By criterion; exactly the criteria that apply (invariant 7)."""
    lead: str | None = None
    reviewer: str | None = None
    fact_corrections: tuple[FactCorrection, ...] = ()
    """All of them, oldest first: the last one of a fact counts."""
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    conclusion: Conclusion | None = None
    """None until the findings are confirmed, and again once a fact was corrected."""
    basis: Mapping[str, Finding] | None = None
    """What was suggested when the findings were last confirmed, kept while they have to be confirmed again."""
    issued_on: date | None = None
    report: Report | None = None

    @property
    def dossier(self) -> DossierId:
        """The dossier is the evaluation itself."""
        return self.id

    @property
    def examined(self) -> CaseFile:
        """The file with the corrected facts laid over the declared ones: what the engine judges (criteria.md 4.2)."""
        if not self.fact_corrections:
            return self.content
        corrected = {one.fact: one.value for one in self.fact_corrections}
        return self.content.completed_by(CaseFile(facts=corrected, answers={}))

    @property
    def shifted(self) -> tuple[str, ...]:
        """The criteria of which something else is suggested now than when the findings were last confirmed."""
        basis = self.suggested if self.basis is None else self.basis
        named = {**self.suggested, **basis}
        return tuple(id_ for id_ in named if self.suggested.get(id_) != basis.get(id_))

    @property
    def organisation(self) -> str:
        """Who filed the application; a search column."""
        return self.service.organisation

    @property
    def service_name(self) -> str:
        """A search column."""
        return self.service.name
