"""The time to answer a complement request: reminded of, extended as often as the programme allows, or over."""

from dataclasses import dataclass, replace

from services.evaluation.evaluation.domain.complement import COMPLEMENT_CLOCKS
from services.evaluation.evaluation.domain.judgement import programme_of
from services.evaluation.evaluation.domain.state import Evaluation, State, the_lead
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline, DueDate
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.evaluation.evaluation import ComplementDeadlineExtended, ComplementReminded, EvaluationLapsed
from shared.identity.actor import Role

CLOCK = "complement"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendComplement(Command):
    """More time to answer the open request."""


@act("E-15", "process.md 2.15, complement: reminders")
def remind_complement(evaluation: Evaluation, deadline: Deadline, moment: Moment) -> Change[Evaluation]:
    """The publisher is reminded before, and on, the due day."""
    assert evaluation.complement
    request = replace(evaluation.complement, reminded=evaluation.complement.reminded + 1)
    due = DueDate(CLOCK, request.due_on, deadline.derivation)
    left = programme_of(evaluation, moment).deadlines[CLOCK].reminders[request.reminded :]
    change = becomes(evaluation, complement=request).telling(
        ComplementReminded(dossier=evaluation.id, due_on=request.due_on)
    )
    return change.reminding("remind_complement", due, left, not_before=moment.at)


@act("E-16", "process.md 3.1 row 14; 2.15", by=Role.EVALUATOR, admits=the_lead)
def extend_complement(evaluation: Evaluation, _: ExtendComplement, moment: Moment) -> Change[Evaluation]:
    """The period that the programme grants is counted from the due day; reminders begin again.

    Refused: not_the_lead, extension_used.
    """
    assert evaluation.complement
    request, rule = evaluation.complement, programme_of(evaluation, moment).deadlines[CLOCK]
    allowed = rule.extension.times if rule.extension else 0
    refuse_if(request.extended >= allowed, "extension_used", allowed=allowed)
    assert rule.extension
    due = DueDate.of(CLOCK, rule.extension.period, request.due_on, moment.calendar)
    longer = replace(request, due_on=due.day, extended=request.extended + 1, reminded=0)
    change = (
        becomes(evaluation, complement=longer)
        .telling(ComplementDeadlineExtended(dossier=evaluation.id, due_on=due.day))
        .awaiting("lapse_evaluation", due.shifted(rule.grace_days, "grace"))
    )
    return change.reminding("remind_complement", due, rule.reminders, not_before=moment.at)


@act("E-17", "process.md 3.1 row 28; 2.15, complement")
def lapse_evaluation(evaluation: Evaluation, deadline: Deadline, moment: Moment) -> Change[Evaluation]:
    """Due day and grace have passed after a reminder (« caducité »): closed without a report, not refused.

    Refused: reminder_not_sent.
    """
    refuse_if(not evaluation.complement or not evaluation.complement.reminded, "reminder_not_sent")
    return (
        becomes(evaluation, state=State.LAPSED)
        .telling(EvaluationLapsed(dossier=evaluation.id, lapsed_on=moment.day))
        .no_longer_awaiting(*COMPLEMENT_CLOCKS, "escalate_evaluation")
    )
