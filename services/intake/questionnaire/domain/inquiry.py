"""The questionnaires as one publisher meets them: what applies to this product, what is answered, what is not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from services.intake.application.domain.draft import faults_as_sent, settled
from services.intake.application.domain.state import Application
from shared.contracts.case_file import Answer, CaseFile, EvidencePiece
from shared.programme.criterion import Criterion, CriterionResult
from shared.programme.facts import Fact
from shared.programme.faults import Fault
from shared.programme.outcome import OPEN
from shared.programme.version import Programme
from shared.programme.vocabulary import CriterionState


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One criterion put to the publisher, with everything said about it so far."""

    criterion: Criterion
    result: CriterionResult
    answer: Answer
    claim: str | None
    evidence: tuple[EvidencePiece, ...]
    note: str
    unknown: tuple[str, ...]
    """The facts that must be known before it is settled whether it applies; empty where that is settled."""

    @property
    def undecided(self) -> bool:
        """Whether it is still open if the criterion applies."""
        return self.result.state is CriterionState.INDETERMINATE

    @property
    def applies(self) -> bool | None:
        """None while undecided: unknown never becomes "not applicable"."""
        return None if self.undecided else self.result.state is not CriterionState.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a questionnaire is: of those that apply, so many are done; so many may yet come to apply."""

    applicable: int
    done: int
    undecided: int
    not_applicable: int

    @property
    def complete(self) -> bool:
        """Nothing is left to do."""
        return self.done == self.applicable and not self.undecided


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """One questionnaire of the programme, its questions in the order of the programme."""

    id: str
    questions: tuple[Question, ...]

    @property
    def progress(self) -> Progress:
        """How far it is."""
        undecided = sum(1 for one in self.questions if one.undecided)
        applicable = [one for one in self.questions if one.applies]
        done = sum(1 for one in applicable if one.result.state not in OPEN)
        return Progress(len(applicable), done, undecided, len(self.questions) - undecided - len(applicable))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrientationFact:
    """One question of the orientation questionnaire, and how many criteria wait for its answer."""

    fact: Fact
    value: Answer
    known: bool
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Everything that is asked about one dossier, under one version, on one day."""

    programme: Programme
    orientation: tuple[OrientationFact, ...]
    questionnaires: tuple[Questionnaire, ...]
    faults: tuple[Fault, ...]
    """What is wrong with what was typed, by its place."""

    @property
    def questions(self) -> Iterator[Question]:
        """All questions, questionnaire by questionnaire."""
        return (question for questionnaire in self.questionnaires for question in questionnaire.questions)

    @property
    def orientation_progress(self) -> Progress:
        """Every orientation question is put to everybody."""
        done = sum(1 for one in self.orientation if one.known)
        return Progress(len(self.orientation), done, 0, 0)


def inquiry_of(application: Application, rules: Programme, on: date) -> Inquiry:
    """What is asked of the application under these rules, and what it says so far."""
    content = settled(application.working, application.service, rules)
    case = content.case()
    facts = rules.reasoned(case.facts)
    results = {result.criterion: result for result in rules.assess(case, on).results}
    questions = [
        _question(
            criterion, application, content, Found(results[criterion.id], tuple(_unknown(criterion, rules, facts)))
        )
        for criterion in rules.criteria.values()
    ]
    waiting = Counter(fact for question in questions for fact in question.unknown)
    return Inquiry(
        programme=rules,
        orientation=tuple(
            OrientationFact(fact=fact, value=content.facts.get(id_), known=id_ in facts, waiting=waiting[id_])
            for id_, fact in rules.facts.items()
            if not fact.derived
        ),
        questionnaires=tuple(
            Questionnaire(id=id_, questions=tuple(one for one in questions if one.criterion.questionnaire == id_))
            for id_ in rules.questionnaires
        ),
        faults=tuple(faults_as_sent(content, rules)),
    )


def _unknown(criterion: Criterion, rules: Programme, facts: Mapping[str, object]) -> Iterator[str]:
    """The facts, asked of the publisher, whose answer its condition still waits for; through derived ones."""
    undecided = criterion.applies_if.holds(facts) is None
    waiting = sorted(criterion.applies_if.facts) if undecided else []
    while waiting:
        fact = waiting.pop(0)
        if fact in rules.derivations and fact not in facts:
            waiting += sorted(rules.derivations[fact].facts)
        elif fact not in facts:
            yield fact


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine makes of one criterion."""

    result: CriterionResult
    unknown: tuple[str, ...]


def _question(criterion: Criterion, application: Application, content: CaseFile, found: Found) -> Question:
    return Question(
        criterion=criterion,
        result=found.result,
        answer=content.answers.get(criterion.id),
        claim=content.not_applicable.get(criterion.id),
        evidence=content.evidence.get(criterion.id, ()),
        note=application.notes.get(criterion.id, ""),
        unknown=tuple(dict.fromkeys(found.unknown)),
    )
