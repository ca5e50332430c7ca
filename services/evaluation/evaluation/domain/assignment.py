"""Who evaluates: a lead and a reviewer, two persons without an interest in the file (« quatre yeux »)."""

from dataclasses import dataclass

from services.evaluation.evaluation.domain.state import Evaluation, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.evaluation.evaluation import EvaluationStarted
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.texts.fields import Name

LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class StartEvaluation(Command):
    """Actor ids of the two evaluators, and that both declare no interest in the file (L.1451-1)."""

    lead: Name
    reviewer: Name
    no_interest_declared: bool


@act("E-02", "process.md 3.1 row 11; 2.4", by=Role.EVALUATOR)
def start_evaluation(evaluation: Evaluation, command: StartEvaluation, moment: Moment) -> Change[Evaluation]:
    """Assign lead and reviewer. Refused: same_person, interest_not_excluded; Invalid."""
    lead, reviewer = command.lead.strip(), command.reviewer.strip()
    faults = [
        Fault(path, "length", f"1 to {LONGEST_ID} characters")
        for path, value in (("lead", lead), ("reviewer", reviewer))
        if not 1 <= len(value) <= LONGEST_ID
    ]
    if faults:
        raise Invalid(faults)
    refuse_if(lead == reviewer, "same_person")
    refuse_if(not command.no_interest_declared, "interest_not_excluded")
    return becomes(evaluation, state=State.IN_EVALUATION, lead=lead, reviewer=reviewer).telling(
        EvaluationStarted(dossier=evaluation.id)
    )
