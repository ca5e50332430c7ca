"""Intake's HTTP doors: one row per command, then the reads."""

from services.intake.application import examples
from services.intake.application.domain.admissibility import (
    DeclareAdmissible,
    DeclareInadmissible,
    declare_admissible,
    declare_inadmissible,
)
from services.intake.application.domain.complement import ProvideComplement, provide_complement
from services.intake.application.domain.completion import RequestCompletion, request_completion
from services.intake.application.domain.evidence_expiry import RenewEvidence, renew_evidence
from services.intake.application.domain.prior_request import (
    RejectPriorRequest,
    SubmitPriorRequest,
    ValidatePriorRequest,
    reject_prior_request,
    submit_prior_request,
    validate_prior_request,
)
from services.intake.application.domain.submission import WithdrawApplication, withdraw_application
from services.intake.application.drafting_commands import COMPLETE, REBASE_DRAFT, SAVE_DRAFT, SUBMIT
from services.intake.application.preparation import with_documents, with_filed_documents
from services.intake.application.reads import router as queries
from services.intake.application.rows import APPLICATION, PUBLICATION
from services.intake.follow_up.links import RENEWAL
from services.intake.programme.domain.publication import PROGRAMME, PublishProgramme, publish_programme
from services.intake.programme.impact import router as impact
from services.intake.programme.reads import compiled
from services.intake.programme.reads import router as programmes
from services.intake.questionnaire.answer_endpoints import router as answer_files
from services.intake.questionnaire.ecoscores import router as ecoscores
from services.intake.questionnaire.reads import router as inquiries
from services.intake.questionnaire.rebase import router as rebasing
from shared.http.commands import Command, command_router

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
        "/programme/publication",
        PublishProgramme,
        publish_programme,
        PUBLICATION,
        examples.PROGRAMME,
        prepare=compiled,
        only=PROGRAMME,
    ),
    Command(
        "/dossiers/{id}/evidence-renewal", RenewEvidence, renew_evidence, APPLICATION, examples.RENEWAL, with_documents
    ),
    RENEWAL,
)

ROUTERS = (
    command_router(*COMMANDS),
    queries,
    inquiries,
    answer_files,
    rebasing,
    ecoscores,
    programmes,
    impact,
)
