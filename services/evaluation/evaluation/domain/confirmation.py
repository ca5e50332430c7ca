"""The lead confirms the suggested findings or corrects them, each correction with its reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from services.evaluation.evaluation.domain.finding import Correction
from services.evaluation.evaluation.domain.judgement import assessed, concluded, programme_of
from services.evaluation.evaluation.domain.state import Evaluation, the_lead
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid
from shared.contracts.evaluation.evaluation import FindingsConfirmed
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.programme.version import Programme
from shared.programme.vocabulary import Kind
from shared.texts.fields import CodeWord
from shared.texts.identifiers import MappingOf

LONGEST_REASON, SHOWN = 2000, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFindings(Command):
    """All corrections, by criterion; every other applicable criterion keeps the suggested finding."""

    corrections: Annotated[Mapping[CodeWord, Correction], MappingOf(1000)] = field(default_factory=dict)


@act("E-03", "process.md 2.4; criteria.md 4.4", by=Role.EVALUATOR, admits=the_lead)
def confirm_findings(evaluation: Evaluation, command: ConfirmFindings, moment: Moment) -> Change[Evaluation]:
    """Settle every applicable criterion. Until the report, confirming again replaces what was confirmed before.

    Refused: not_the_lead, unknown_programme, programme_differs; Invalid.
    """
    programme = programme_of(evaluation, moment)
    faults = list(_faults(evaluation, programme, command.corrections))
    if faults:
        raise Invalid(faults)
    engine = assessed(programme, evaluation.examined, evaluation.judged_on)
    conclusion = concluded(programme, engine, command.corrections)
    corrected = len(command.corrections)
    return becomes(evaluation, corrections=command.corrections, conclusion=conclusion, basis=None).telling(
        FindingsConfirmed(dossier=evaluation.id, confirmed=len(evaluation.suggested) - corrected, corrected=corrected)
    )


def _faults(evaluation: Evaluation, programme: Programme, corrections: Mapping[str, Correction]) -> Iterator[Fault]:
    """Informative criteria are answered, not judged: no correction may reach them (invariant 10)."""
    for id_, correction in corrections.items():
        path = f"corrections.{id_[:SHOWN]}"
        criterion, found = programme.criteria.get(id_), evaluation.suggested.get(id_)
        if criterion is None:
            yield Fault(path, "unknown_criterion")
        elif found is None:
            yield Fault(path, "not_applicable", "the criterion does not apply to this file")
        elif criterion.kind is Kind.INFORMATIVE:
            yield Fault(path, "informative", "any answer is acceptable")
        elif correction.state is found.state:
            yield Fault(path, "nothing_corrected", f"{found.state} is already suggested")
        if not 1 <= len(correction.reason.strip()) <= LONGEST_REASON:
            yield Fault(f"{path}.reason", "length", f"1 to {LONGEST_REASON} characters")
