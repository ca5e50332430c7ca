"""Drafting (« brouillon »): the publisher fills in the questionnaires over days, from several browsers or a file."""

from dataclasses import dataclass, replace

from services.intake.application.domain.draft import Draft, SaveDraft, faults_of_draft
from services.intake.application.domain.state import Application, owner
from services.intake.wallet.domain.references import WithDocuments, opened, resolved
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import Invalid, refuse_if
from shared.contracts.case_file import CaseFile
from shared.contracts.intake.application import ApplicationRebased
from shared.identity.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RebaseDraft(Command):
    """The draft shall answer the questions of the version in force."""


@act("I-15", "process.md 3.1 row 6; 2.2", by=Role.PUBLISHER, admits=owner)
def save_draft(application: Application, command: SaveDraft | WithDocuments, moment: Moment) -> Change[Application]:
    """The input is saved, right or not yet right; there is no event, for answers concern nobody before they are filed.

    Refused: not_your_dossier; Invalid: entries that answer no question of the draft's version, names of no document.
    """
    asked, documents = opened(command)
    assert isinstance(asked, SaveDraft)
    draft = application.draft or _begun(application, moment)
    entries, wrong = resolved(asked.entries(), documents, application.organisation, draft.content.evidence)
    saved = replace(asked, evidence=entries.evidence)
    faults = [*wrong, *faults_of_draft(saved, moment.programme(draft.programme), application.service)]
    if faults:
        raise Invalid(faults)
    return becomes(
        application,
        draft=Draft(programme=draft.programme, content=saved.over(draft.content)),
        notes=saved.over_notes(application.notes),
    )


@act("I-16", "process.md 3.1 row 5; 2.13", by=Role.PUBLISHER, admits=owner)
def rebase_draft(application: Application, _: RebaseDraft, moment: Moment) -> Change[Application]:
    """The draft moves to the version in force; every answer is kept, also those that nothing asks for any more.

    Refused: not_your_dossier, nothing_to_rebase.
    """
    draft, in_force = application.draft, moment.programme_in_force().ref
    refuse_if(draft is None or draft.programme == in_force, "nothing_to_rebase", in_force=in_force)
    assert draft
    return becomes(application, draft=Draft(programme=in_force, content=draft.content)).telling(
        ApplicationRebased(dossier=application.id, from_programme=draft.programme, to_programme=in_force)
    )


def _begun(application: Application, moment: Moment) -> Draft:
    """An empty draft; where the file is to be completed, a draft of what was filed."""
    programme = application.programme or moment.programme_in_force().ref
    return Draft(programme=programme, content=application.content or CaseFile(facts={}, answers={}))
