"""An orientation fact is corrected: the whole file is judged again, and confirmed findings need confirming again."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from services.evaluation.evaluation.domain.finding import FactCorrection
from services.evaluation.evaluation.domain.judgement import judged_again, programme_of
from services.evaluation.evaluation.domain.state import Evaluation, the_lead
from shared.acts.act import act
from shared.acts.change import Change
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.case_file import Answer
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.programme.version import Programme
from shared.texts.fields import CodeWord, Paragraphs, SentAnswer

LONGEST_REASON, SHOWN, MOST_CORRECTIONS = 2000, 80, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectFact(Command):
    """A fact of the orientation questionnaire, the value that it has after all (None: nobody knows), and why."""

    fact: CodeWord
    value: SentAnswer
    reason: Paragraphs


@act("E-11", "criteria.md 4.2", by=Role.EVALUATOR, admits=the_lead)
def correct_fact(evaluation: Evaluation, command: CorrectFact, moment: Moment) -> Change[Evaluation]:
    """Judge the whole file again under its pinned version; answers, evidence and earlier corrections are kept.

    A confirmation is withdrawn: it was of other suggestions. Refused: not_the_lead, too_many_corrections,
    unknown_programme, programme_differs; Invalid.
    """
    refuse_if(len(evaluation.fact_corrections) >= MOST_CORRECTIONS, "too_many_corrections", at_most=MOST_CORRECTIONS)
    programme = programme_of(evaluation, moment)
    faults = list(_faults(evaluation, programme, command))
    if faults:
        raise Invalid(faults)
    correction = FactCorrection(
        fact=command.fact, value=command.value, reason=command.reason.strip(), by=moment.actor.id, on=moment.day
    )
    corrected = replace(evaluation, fact_corrections=(*evaluation.fact_corrections, correction))
    return Change(judged_again(corrected, programme))


def correctable(programme: Programme) -> frozenset[str]:
    """The facts that may be corrected: neither the typology, which is fixed, nor what follows from other facts."""
    typology = programme.procedure.typologies.fact
    return frozenset(fact.id for fact in programme.facts.values() if fact.id != typology and not fact.derived)


def _faults(evaluation: Evaluation, programme: Programme, command: CorrectFact) -> Iterator[Fault]:
    """The typology stays as filed: another one is a new application (process.md 2.1)."""
    fact = programme.facts.get(command.fact)
    if fact is None:
        yield Fault("fact", "unknown_fact", command.fact[:SHOWN])
    elif fact.id == programme.procedure.typologies.fact:
        yield Fault("fact", "typology_is_fixed", "another typology is a new application")
    elif fact.derived:
        yield Fault("fact", "fact_is_derived", "correct the facts that it follows from")
    elif command.value is not None and (code := fact.fault(command.value)):
        yield Fault("value", code, fact.expects)
    elif _same(command.value, evaluation.examined.facts.get(fact.id)):
        yield Fault("value", "nothing_corrected", "the fact has this value already")
    if not 1 <= len(command.reason.strip()) <= LONGEST_REASON:
        yield Fault("reason", "length", f"1 to {LONGEST_REASON} characters")


def _same(one: Answer, other: Answer) -> bool:
    """The order of a list says nothing."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return frozenset(one) == frozenset(other)
    return one == other
