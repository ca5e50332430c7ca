"""What intake publishes, one module per aggregate. Importing one registers the types of all."""

from shared.contracts.intake import application, prior_request, programme
from shared.contracts.intake.application import (
    AdmissibilityDeadlineMissed,
    ApplicationDeclaredAdmissible,
    ApplicationDeclaredInadmissible,
    ApplicationLapsed,
    ApplicationRebased,
    ApplicationSubmitted,
    ApplicationWithdrawn,
    ComplementProvided,
    CompletionProvided,
    CompletionReminded,
    CompletionRequested,
    EvidenceExpired,
    EvidenceExpiryReminded,
    EvidenceRenewed,
)
from shared.contracts.intake.prior_request import (
    PriorRequestRejected,
    PriorRequestReviewDeadlineMissed,
    PriorRequestSubmitted,
    PriorRequestValidated,
)
from shared.contracts.intake.programme import ProgrammeVersionPublished, PublishedProgramme, SealedVersion

__all__ = [
    "AdmissibilityDeadlineMissed",
    "ApplicationDeclaredAdmissible",
    "ApplicationDeclaredInadmissible",
    "ApplicationLapsed",
    "ApplicationRebased",
    "ApplicationSubmitted",
    "ApplicationWithdrawn",
    "ComplementProvided",
    "CompletionProvided",
    "CompletionReminded",
    "CompletionRequested",
    "EvidenceExpired",
    "EvidenceExpiryReminded",
    "EvidenceRenewed",
    "PriorRequestRejected",
    "PriorRequestReviewDeadlineMissed",
    "PriorRequestSubmitted",
    "PriorRequestValidated",
    "ProgrammeVersionPublished",
    "PublishedProgramme",
    "SealedVersion",
    "application",
    "prior_request",
    "programme",
]
