"""Filing the application (« dépôt »): checked, pinned to the programme version in force."""

from dataclasses import dataclass, field

from services.intake.application.domain.draft import Draft, asked_for
from services.intake.application.domain.fields import SentAnswers, SentClaims, SentEvidence
from services.intake.application.domain.state import Application, State, checked, owner
from services.intake.wallet.domain.references import WithDocuments, opened, resolved
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.case_file import CaseFile
from shared.contracts.intake.application import ApplicationSubmitted, ApplicationWithdrawn
from shared.identity.actor import Role
from shared.programme.version import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitApplication(Command):
    """Orientation facts, answers, evidence by criterion, and justified claims that a criterion does not apply.

    Nothing of all that: the draft is meant. With content of its own, the draft counts for nothing.
    """

    facts: SentAnswers | None = None
    answers: SentAnswers | None = None
    evidence: SentEvidence = field(default_factory=dict)
    not_applicable: SentClaims = field(default_factory=dict)

    def content(self) -> CaseFile | None:
        """The same as a case file; None where nothing was sent along."""
        if self.facts is None and self.answers is None and not self.evidence and not self.not_applicable:
            return None
        return CaseFile(
            facts=self.facts or {},
            answers=self.answers or {},
            evidence=self.evidence,
            not_applicable=self.not_applicable,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawApplication(Command):
    """« Désistement »: the publisher gives up the application; a new filing stays free."""


@act("I-05", "R.1111-39; process.md 3.1 row 6; 2.2", by=Role.PUBLISHER, admits=owner)
def submit_application(
    application: Application, command: SubmitApplication | WithDocuments, moment: Moment
) -> Change[Application]:
    """The publisher files; the programme version in force today is pinned for good (invariant 7).

    Refused: not_your_dossier, nothing_to_file, draft_of_another_version (rebase it first), incomplete (where the
    programme asks for a complete file at submission); Invalid.
    """
    asked, documents = opened(command)
    assert isinstance(asked, SubmitApplication)
    programme = moment.programme_in_force()
    sent = asked.content() or _content(application, programme)
    content, faults = resolved(sent, documents, application.organisation)
    filed = becomes(
        application,
        state=State.SUBMITTED,
        programme=programme.ref,
        filed_on=moment.day,
        content=checked(content, application.service, programme.ref, moment, faults),
        draft=None,
    )
    if programme.prerequisites.complete_required_before == "submission":
        missing = filed.state.open_items(moment)
        refuse_if(missing, "incomplete", open=list(missing))
    return filed.telling(
        ApplicationSubmitted(dossier=application.id, programme=programme.ref, filed_on=moment.day)
    ).awaiting("escalate_admissibility", moment.due(programme, "admissibility"))


def drafted(application: Application) -> Draft:
    """The draft. Refused: nothing_to_file."""
    draft = application.draft
    refuse_if(draft is None, "nothing_to_file")
    assert draft
    return draft


def _content(application: Application, programme: Programme) -> CaseFile:
    """The draft, without what was answered to questions of an earlier version. Refused: draft_of_another_version."""
    draft = drafted(application)
    outdated = draft.programme != programme.ref
    refuse_if(outdated, "draft_of_another_version", draft=draft.programme, in_force=programme.ref)
    return asked_for(draft.content, programme)


@act("I-06", "process.md 3.1 row 27; 2.4", by=Role.PUBLISHER, admits=owner)
def withdraw_application(application: Application, _: WithdrawApplication, moment: Moment) -> Change[Application]:
    """The publisher withdraws before admissibility is declared. Refused: not_your_dossier."""
    return (
        becomes(application, state=State.WITHDRAWN, completion=None)
        .telling(ApplicationWithdrawn(dossier=application.id))
        .no_longer_awaiting("escalate_prior_request", "escalate_admissibility", *COMPLETION_CLOCKS)
    )


COMPLETION_CLOCKS = ("remind_completion", "lapse_application")
