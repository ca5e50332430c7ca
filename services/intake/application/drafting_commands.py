"""The commands by which a publisher fills in and files a dossier: at the JSON door, from pages and from files."""

from services.intake.application import examples
from services.intake.application.domain.completion import ProvideCompletion, provide_completion
from services.intake.application.domain.draft import SaveDraft
from services.intake.application.domain.drafting import RebaseDraft, rebase_draft, save_draft
from services.intake.application.domain.submission import SubmitApplication, submit_application
from services.intake.application.preparation import with_documents, with_given_documents
from services.intake.application.rows import APPLICATION
from shared.http.commands import Command

SAVE_DRAFT = Command("/dossiers/{id}/draft", SaveDraft, save_draft, APPLICATION, examples.DRAFT, with_documents)
REBASE_DRAFT = Command("/dossiers/{id}/rebase", RebaseDraft, rebase_draft, APPLICATION)
SUBMIT = Command(
    "/dossiers/{id}/submission",
    SubmitApplication,
    submit_application,
    APPLICATION,
    examples.APPLICATION,
    with_given_documents,
)
COMPLETE = Command(
    "/dossiers/{id}/completion",
    ProvideCompletion,
    provide_completion,
    APPLICATION,
    examples.COMPLETION,
    with_given_documents,
)
