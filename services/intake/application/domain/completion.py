"""Completing an incomplete file (« demande de complétude »): requested, reminded, provided or lapsed."""

from dataclasses import dataclass, replace

from services.intake.application.domain.codes import require_codes
from services.intake.application.domain.state import Application, CompletionRequest, State, checked, owner
from services.intake.application.domain.submission import COMPLETION_CLOCKS, SubmitApplication, drafted
from services.intake.wallet.domain.references import WithDocuments, opened, resolved
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline, DueDate
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.intake.application import (
    ApplicationLapsed,
    CompletionProvided,
    CompletionReminded,
    CompletionRequested,
)
from shared.identity.actor import Role
from shared.texts.fields import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCompletion(Command):
    """What is missing, as criterion ids or codes of pieces; empty: everything that the programme finds open."""

    items: Codes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvideCompletion(SubmitApplication):
    """Facts, answers and evidence to lay over what was filed; nothing of all that: the draft takes its place."""


@act("I-07", "process.md 3.1 row 7; 2.3; CRPA L.114-5", by=Role.DESK_OFFICER)
def request_completion(application: Application, command: RequestCompletion, moment: Moment) -> Change[Application]:
    """The desk names what is missing, until when; the admissibility clock stops. Refused: nothing_missing; Invalid."""
    require_codes("items", command.items)
    items = command.items or application.open_items(moment)
    refuse_if(not items, "nothing_missing")
    assert application.programme
    rule = moment.programme(application.programme).deadlines["completion"]
    due = moment.due(moment.programme(application.programme), "completion")
    change = (
        becomes(application, state=State.INCOMPLETE, completion=CompletionRequest(items=items, due_on=due.day))
        .telling(CompletionRequested(dossier=application.id, items=items, due_on=due.day))
        .no_longer_awaiting("escalate_admissibility")
        .awaiting("lapse_application", due.shifted(rule.grace_days, "grace"))
    )
    return change.reminding("remind_completion", due, rule.reminders, not_before=moment.at)


@act("I-08", "process.md 2.15, completion: reminders")
def remind_completion(application: Application, deadline: Deadline, moment: Moment) -> Change[Application]:
    """The publisher is reminded before, and on, the due day."""
    assert application.completion and application.programme
    completion = replace(application.completion, reminded=application.completion.reminded + 1)
    rule = moment.programme(application.programme).deadlines["completion"]
    due = DueDate("completion", completion.due_on, deadline.derivation)
    change = becomes(application, completion=completion).telling(
        CompletionReminded(dossier=application.id, due_on=completion.due_on)
    )
    return change.reminding("remind_completion", due, rule.reminders[completion.reminded :], not_before=moment.at)


@act("I-09", "process.md 3.1 row 8; 2.3", by=Role.PUBLISHER, admits=owner)
def provide_completion(
    application: Application, command: ProvideCompletion | WithDocuments, moment: Moment
) -> Change[Application]:
    """The publisher answers; the admissibility clock restarts. Refused: not_your_dossier; Invalid."""
    asked, documents = opened(command)
    assert application.programme and application.content and isinstance(asked, ProvideCompletion)
    sent, filed = asked.content(), application.content
    given = drafted(application).content if sent is None else sent
    found, faults = resolved(given, documents, application.organisation, filed.evidence)
    content = found if sent is None else filed.completed_by(found)
    return (
        becomes(
            application,
            state=State.SUBMITTED,
            completion=None,
            draft=None,
            content=checked(content, application.service, application.programme, moment, faults),
        )
        .telling(CompletionProvided(dossier=application.id))
        .no_longer_awaiting(*COMPLETION_CLOCKS)
        .awaiting("escalate_admissibility", moment.due(moment.programme(application.programme), "admissibility"))
    )


@act("I-10", "process.md 3.1 row 28; 2.3")
def lapse_application(application: Application, deadline: Deadline, moment: Moment) -> Change[Application]:
    """Due date and grace have passed after a reminder (« caducité »): closed without examination, not refused.

    Refused: reminder_not_sent.
    """
    refuse_if(not application.completion or not application.completion.reminded, "reminder_not_sent")
    return (
        becomes(application, state=State.LAPSED, completion=None)
        .telling(ApplicationLapsed(dossier=application.id, lapsed_on=moment.day))
        .no_longer_awaiting(*COMPLETION_CLOCKS)
    )
