"""One compiled, immutable version of the programme («programme de référencement»)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from shared.programme.case import Case, View
from shared.programme.case_faults import faults_of
from shared.programme.criterion import Criterion, CriterionResult
from shared.programme.deadlines import Deadline
from shared.programme.explaining import explained
from shared.programme.explanation import Explanation
from shared.programme.expressions import Expression
from shared.programme.facts import Fact, known
from shared.programme.faults import Fault, NotAssessable
from shared.programme.outcome import Assessment, Judge
from shared.programme.procedure import Choice, Prerequisites, Procedure, Validity
from shared.programme.surveillance import ChangeClass, Ladder, Sampling
from shared.programme.vocabulary import Title


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Programme:
    """A version as published: a file is pinned to one by `ref` and `content_hash`.

    `derivations` are the conditions behind the derived facts, each after those that it rests on.
    `canonical` is the content that was hashed, as canonical JSON. `tracks` are the typologies open under this version;
    `transition_months` how long listed services have to follow, 0 for none.
    """

    ref: str
    content_hash: str
    canonical: bytes
    effective_from: date
    legal: str
    tracks: tuple[str, ...]
    transition_months: int
    families: Mapping[str, Title]
    questionnaires: tuple[str, ...]
    evidence_types: frozenset[str]
    facts: Mapping[str, Fact]
    derivations: Mapping[str, Expression]
    criteria: Mapping[str, Criterion]
    minor_tolerance: int
    procedure: Procedure

    def assess(self, case: Case, on: date, *, settled: Iterable[CriterionResult] = ()) -> Assessment:
        """Judge every criterion and the whole file on that day; `NotAssessable` if its track is not open.

        `settled` are results that hold here too, from a version in which those criteria do not differ.
        """
        view = self._view(case, on)
        held = {result.criterion: result for result in settled}
        criteria = tuple(self.criteria.values())
        judge = Judge(self.ref, self.content_hash, self.minor_tolerance)
        return judge.conclude(criteria, [held.get(one.id) or one.judge(view) for one in criteria], on)

    def explain(self, case: Case, on: date) -> tuple[Explanation, ...]:
        """Why each criterion is in the state that `assess` finds, in the same order; `NotAssessable` likewise."""
        view = self._view(case, on)
        return tuple(explained(criterion, view, self.facts) for criterion in self.criteria.values())

    def reasoned(self, given: Mapping[str, object]) -> dict[str, object]:
        """The facts known of a file: those given in good form, and those derived from them."""
        facts = known(self.facts, given)
        for id_, condition in self.derivations.items():
            if (truth := condition.holds(facts)) is not None:
                facts[id_] = truth
        return facts

    def _view(self, case: Case, on: date) -> View:
        facts = self.reasoned(case.facts)
        track = facts.get(self.procedure.typologies.fact)
        if track is not None and track not in self.tracks:
            raise NotAssessable("track_not_open", f"open under {self.ref}: {', '.join(self.tracks)}")
        return View(case, facts, on)

    def faults(self, case: Case) -> tuple[Fault, ...]:
        """Everything wrong in what the publisher sent, at once; what is merely missing is no fault."""
        return faults_of(self, case)

    @property
    def text_criteria(self) -> frozenset[str]:
        """The criteria answered in free text, to be screened for personal data before publication."""
        return frozenset(one.id for one in self.criteria.values() if one.answer.name == "text")

    @property
    def deadlines(self) -> Mapping[str, Deadline]:
        """The time limits, by key."""
        return self.procedure.deadlines

    @property
    def prerequisites(self) -> Prerequisites:
        """What must hold before which step."""
        return self.procedure.prerequisites

    @property
    def categories(self) -> tuple[Choice, ...]:
        """The categories of the catalogue."""
        return self.procedure.categories

    @property
    def validity(self) -> Validity:
        """How long a listing lasts and when its renewal opens."""
        return self.procedure.validity

    @property
    def reminders(self) -> tuple[int, ...]:
        """Days before the end of a listing on which its holder is reminded to renew."""
        return self.procedure.renewal.reminders

    @property
    def sampling(self) -> Sampling:
        """Rates and strata of the sampling checks."""
        return self.procedure.sampling

    @property
    def ladder(self) -> Ladder:
        """The sanction ladder."""
        return self.procedure.ladder

    @property
    def change_classes(self) -> tuple[ChangeClass, ...]:
        """The classes of update, lightest first."""
        return self.procedure.changes.classes
