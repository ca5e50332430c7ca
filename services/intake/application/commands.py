"""Commands on an application, from the prior request to the renewal of evidence."""

from services.intake.application import examples
from services.intake.application.domain.admissibility import (
    DeclareAdmissible,
    DeclareInadmissible,
    declare_admissible,
    declare_inadmissible,
)
from services.intake.application.domain.complement import ProvideComplement, provide_complement
from services.intake.application.domain.completion import (
    ProvideCompletion,
    RequestCompletion,
    provide_completion,
    request_completion,
)
from services.intake.application.domain.draft import SaveDraft
from services.intake.application.domain.drafting import RebaseDraft, rebase_draft, save_draft
from services.intake.application.domain.evidence_expiry import RenewEvidence, renew_evidence
from services.intake.application.domain.prior_request import (
    RejectPriorRequest,
    SubmitPriorRequest,
    ValidatePriorRequest,
    reject_prior_request,
    submit_prior_request,
    validate_prior_request,
)
from services.intake.application.domain.submission import (
    SubmitApplication,
    WithdrawApplication,
    submit_application,
    withdraw_application,
)
from services.intake.application.preparation import with_documents, with_filed_documents, with_given_documents
from services.intake.application.rows import APPLICATION
from shared.http.commands import Command, command_router

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
COMMANDS = (
    Command("/dossiers", SubmitPriorRequest, submit_prior_request, APPLICATION, examples.PRIOR_REQUEST),
    Command("/dossiers/{id}/validation", ValidatePriorRequest, validate_prior_request, APPLICATION),
    Command("/dossiers/{id}/rejection", RejectPriorRequest, reject_prior_request, APPLICATION, examples.GROUNDS),
    SAVE_DRAFT,
    REBASE_DRAFT,
    SUBMIT,
    Command(
        "/dossiers/{id}/completion-request",
        RequestCompletion,
        request_completion,
        APPLICATION,
        examples.COMPLETION_REQUEST,
    ),
    COMPLETE,
    Command(
        "/dossiers/{id}/complement",
        ProvideComplement,
        provide_complement,
        APPLICATION,
        examples.COMPLEMENT,
        with_documents,
    ),
    Command(
        "/dossiers/{id}/admissibility", DeclareAdmissible, declare_admissible, APPLICATION, prepare=with_filed_documents
    ),
    Command("/dossiers/{id}/inadmissibility", DeclareInadmissible, declare_inadmissible, APPLICATION, examples.GROUNDS),
    Command("/dossiers/{id}/withdrawal", WithdrawApplication, withdraw_application, APPLICATION),
    Command(
        "/dossiers/{id}/evidence-renewal", RenewEvidence, renew_evidence, APPLICATION, examples.RENEWAL, with_documents
    ),
)
ROUTER = command_router(*COMMANDS)
