"""An admissible application arrives: judged once by the engine, then waiting for evaluators against a clock."""

from services.evaluation.evaluation.domain.judgement import assessed, pinned, suggestions
from services.evaluation.evaluation.domain.state import Evaluation, State
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.due import Deadline
from shared.acts.moment import Moment
from shared.contracts.evaluation.evaluation import EvaluationDeadlineMissed
from shared.contracts.intake.application import ApplicationDeclaredAdmissible


@act("E-01", "process.md 3.1 row 10; criteria.md 4.3")
def open_evaluation(_: None, event: ApplicationDeclaredAdmissible, moment: Moment) -> Change[Evaluation]:
    """Keep the file and suggest a finding for each criterion that applies (invariant 7).

    Refused: unknown_programme, not_assessable.
    """
    programme = pinned(event.programme, moment)
    due = moment.due(programme, "evaluation")
    evaluation = Evaluation(
        id=event.dossier,
        state=State.WAITING,
        service=event.service,
        programme=programme.ref,
        programme_hash=programme.content_hash,
        content=event.content,
        opened_on=moment.day,
        due_on=due.day,
        suggested=suggestions(assessed(programme, event.content, moment.day)),
    )
    return Change(evaluation).awaiting("escalate_evaluation", due)


@act("E-05", "process.md 2.15, evaluation")
def escalate_evaluation(evaluation: Evaluation, deadline: Deadline, moment: Moment) -> Change[Evaluation]:
    """The evaluation is late: someone is told, nothing is decided."""
    return becomes(evaluation).telling(EvaluationDeadlineMissed(dossier=evaluation.id, due_on=deadline.due_on))
