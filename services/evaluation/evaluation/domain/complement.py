"""The publisher is asked for complements (« demande de compléments ») and answers; meanwhile the clock stands still."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from services.evaluation.evaluation.domain.judgement import judged_again, programme_of
from services.evaluation.evaluation.domain.state import ComplementRequest, Evaluation, State, the_lead
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import DueDate
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.evaluation.evaluation import ComplementRequested, EvaluationResumed
from shared.contracts.intake.application import ComplementProvided
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.programme.version import Programme
from shared.texts.fields import Codes
from shared.texts.public_text import PublicText

LONGEST_MESSAGE, SHOWN = 4000, 80
STOPS_FOR = "complement_request"
COMPLEMENT_CLOCKS = ("remind_complement", "lapse_evaluation")


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestComplement(Command):
    """Criteria to answer or prove better, empty: everything unverified; and words for the publisher."""

    items: Codes = ()
    message: Annotated[str, PublicText(LONGEST_MESSAGE, 0, lines=True)] = ""


@act("E-13", "process.md 3.1 row 12; 2.4", by=Role.EVALUATOR, admits=the_lead)
def request_complement(evaluation: Evaluation, command: RequestComplement, moment: Moment) -> Change[Evaluation]:
    """Name what is awaited and until when; the evaluation's clock stops where the programme says so.

    Refused: not_the_lead, nothing_to_ask, unknown_programme, programme_differs; Invalid.
    """
    programme = programme_of(evaluation, moment)
    faults = list(_faults(evaluation, programme, command))
    if faults:
        raise Invalid(faults)
    items = command.items or evaluation.unverified
    refuse_if(not items, "nothing_to_ask")
    rule, due = programme.deadlines["complement"], moment.due(programme, "complement")
    request = ComplementRequest(items=items, message=command.message.strip(), requested_on=moment.day, due_on=due.day)
    change = (
        becomes(evaluation, state=State.AWAITING_COMPLEMENT, complement=request)
        .telling(ComplementRequested(dossier=evaluation.id, items=items, due_on=due.day))
        .awaiting("lapse_evaluation", due.shifted(rule.grace_days, "grace"))
        .reminding("remind_complement", due, rule.reminders, not_before=moment.at)
    )
    return change.no_longer_awaiting("escalate_evaluation") if _stands_still(programme) else change


@act("E-14", "process.md 3.1 row 13; 2.4")
def take_complement(evaluation: Evaluation, event: ComplementProvided, moment: Moment) -> Change[Evaluation]:
    """The file is judged again with what was sent, as of today; the clock resumes the next day.

    Declared facts stay as filed. One that came after the lapse changes nothing. Refused: unknown_programme.
    """
    if evaluation.state is State.LAPSED:
        return becomes(evaluation)
    assert evaluation.complement
    programme = programme_of(evaluation, moment)
    content = replace(event.content, facts=evaluation.content.facts)
    stopped = _stands_still(programme)
    stood = (moment.day - evaluation.complement.requested_on).days if stopped else 0
    paused = evaluation.paused_days + stood
    due = _due(evaluation, programme, paused, moment)
    answered = replace(evaluation, content=content, judged_again_on=moment.day, paused_days=paused, due_on=due.day)
    change = (
        becomes(judged_again(answered, programme), state=State.IN_EVALUATION, complement=None)
        .telling(EvaluationResumed(dossier=evaluation.id, due_on=due.day))
        .no_longer_awaiting(*COMPLEMENT_CLOCKS)
    )
    return change.awaiting("escalate_evaluation", due) if stopped and due.day >= moment.day else change


def _due(evaluation: Evaluation, programme: Programme, paused_days: int, moment: Moment) -> DueDate:
    """The end of the evaluation's clock, later by all days of pause."""
    period = programme.deadlines["evaluation"].period
    first = moment.calendar.due_day(period, evaluation.opened_on)
    last = moment.calendar.shifted(first, paused_days) if paused_days else first
    return DueDate("evaluation", last.day, last.derivation)


def _stands_still(programme: Programme) -> bool:
    return STOPS_FOR in programme.deadlines["evaluation"].stops_for


def _faults(evaluation: Evaluation, programme: Programme, command: RequestComplement) -> Iterator[Fault]:
    for place, id_ in enumerate(command.items):
        if id_ not in programme.criteria:
            yield Fault(f"items.{place}", "unknown_criterion", id_[:SHOWN])
        elif id_ not in evaluation.suggested:
            yield Fault(f"items.{place}", "not_applicable", "the criterion does not apply to this file")
        elif id_ in command.items[:place]:
            yield Fault(f"items.{place}", "repeated", "each criterion once")
    if len(command.message) > LONGEST_MESSAGE:
        yield Fault("message", "length", f"at most {LONGEST_MESSAGE} characters")
