"""The evaluation (« instruction ») of one admissible application: who examines it, what was found, what follows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from services.evaluation.evaluation.domain.finding import Correction, FactCorrection, Finding, FindingState
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.case_file import CaseFile
from shared.contracts.vocabulary import DossierId, Opinion, ServiceProfile


class State(StrEnum):
    """Process.md 3.1, rows 10 to 15 and 28; the last two are terminal here (the report goes to the commission)."""

    WAITING = "waiting"
    """Admissible, waiting for evaluators."""
    IN_EVALUATION = "in_evaluation"
    AWAITING_COMPLEMENT = "awaiting_complement"
    EVALUATED = "evaluated"
    LAPSED = "lapsed"
    """The publisher did not answer a complement request in time: closed without a report, not a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """What the confirmed findings lead to under the pinned programme (criteria.md 4.4, 4.5); advice, not a decision."""

    conformity: str
    suggested_opinion: Opinion | None
    not_met: tuple[str, ...]
    scores: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplementRequest:
    """An open request (« demande de compléments »): criteria to answer or prove better, until when.

    `message` is for the publisher of the dossier and leaves in no event.
    """

    items: tuple[str, ...]
    message: str
    requested_on: date
    due_on: date
    reminded: int = 0
    extended: int = 0


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
    judged_again_on: date | None = None
    """The day of the last complement: evidence is judged as of that day; None: as of the day of opening."""
    complement: ComplementRequest | None = None
    """The one that is open; the last one, where the evaluation lapsed."""
    paused_days: int = 0
    """For how many days the evaluation's clock has stood still so far."""
    due_on: date | None = None
    """Last day of the evaluation's clock; a search column."""
    issued_on: date | None = None
    report: Report | None = None

    @property
    def dossier(self) -> DossierId:
        """The dossier is the evaluation itself."""
        return self.id

    @property
    def judged_on(self) -> date:
        """The day as of which the engine judges."""
        return self.judged_again_on or self.opened_on

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
    def unverified(self) -> tuple[str, ...]:
        """The criteria that keep the file incomplete as the findings stand."""
        found = {id_: self.corrections.get(id_, one).state for id_, one in self.suggested.items()}
        return tuple(id_ for id_, state in found.items() if state is FindingState.UNVERIFIED)

    @property
    def organisation(self) -> str:
        """Who filed the application; a search column."""
        return self.service.organisation

    @property
    def service_name(self) -> str:
        """A search column."""
        return self.service.name


def the_lead(evaluation: Evaluation, _: object, moment: Moment) -> None:
    """Whoever leads the evaluation; before the assignment the life admits none of the lead's acts.

    Refused: not_the_lead.
    """
    refuse_if(evaluation.lead is not None and moment.actor.id != evaluation.lead, "not_the_lead")


def the_reviewer(evaluation: Evaluation, _: object, moment: Moment) -> None:
    """Whoever reviews the evaluation; before the assignment there is no report. Refused: not_the_reviewer."""
    refuse_if(evaluation.reviewer is not None and moment.actor.id != evaluation.reviewer, "not_the_reviewer")
