"""Admissibility (« recevabilité »): complete and in order, not yet judged on its merits."""

from dataclasses import dataclass, replace

from services.intake.application.domain.codes import require_codes
from services.intake.application.domain.state import Application, State
from services.intake.wallet.domain.references import WithDocuments, opened, refreshed
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.intake.application import (
    AdmissibilityDeadlineMissed,
    ApplicationDeclaredAdmissible,
    ApplicationDeclaredInadmissible,
)
from shared.identity.actor import Role
from shared.texts.fields import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareAdmissible(Command):
    """The file may be evaluated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInadmissible(Command):
    """The file is not examined, for these grounds (codes)."""

    grounds: Codes


@act("I-11", "process.md 3.1 row 10; 2.3", by=Role.DESK_OFFICER)
def declare_admissible(
    application: Application, command: DeclareAdmissible | WithDocuments, moment: Moment
) -> Change[Application]:
    """The file goes to evaluation with all its content, its documents as they stand now.

    Refused: incomplete, with everything open; a document refused or found infected meanwhile proves nothing.
    """
    assert application.programme and application.content and application.filed_on
    content = refreshed(application.content, opened(command)[1])
    missing = replace(application, content=content).open_items(moment)
    refuse_if(missing, "incomplete", open=list(missing))
    texts = moment.programme(application.programme).text_criteria
    return (
        becomes(application, state=State.ADMISSIBLE, content=content)
        .telling(
            ApplicationDeclaredAdmissible(
                dossier=application.id,
                service=application.service,
                programme=application.programme,
                filed_on=application.filed_on,
                content=content.with_digests(texts),
            )
        )
        .no_longer_awaiting("escalate_admissibility")
    )


@act("I-12", "process.md 3.1 row 9; 2.3", by=Role.DESK_OFFICER)
def declare_inadmissible(application: Application, command: DeclareInadmissible, moment: Moment) -> Change[Application]:
    """The file is closed with reasons; appeal routes follow the law. Refused: grounds_missing; Invalid."""
    refuse_if(not command.grounds, "grounds_missing")
    require_codes("grounds", command.grounds)
    return (
        becomes(application, state=State.INADMISSIBLE)
        .telling(ApplicationDeclaredInadmissible(dossier=application.id, grounds=command.grounds))
        .no_longer_awaiting("escalate_admissibility")
    )


@act("I-13", "process.md 2.15, admissibility")
def escalate_admissibility(application: Application, deadline: Deadline, moment: Moment) -> Change[Application]:
    """Admissibility is late: an event says so, nothing is decided."""
    return becomes(application).telling(AdmissibilityDeadlineMissed(dossier=application.id, due_on=deadline.due_on))
