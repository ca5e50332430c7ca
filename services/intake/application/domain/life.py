"""The life of an application in intake: every transition, in one table (process.md 3.1)."""

from services.intake.application.domain.admissibility import (
    declare_admissible,
    declare_inadmissible,
    escalate_admissibility,
)
from services.intake.application.domain.complement import (
    close_complement,
    note_complement_extension,
    note_complement_request,
    provide_complement,
)
from services.intake.application.domain.completion import (
    lapse_application,
    provide_completion,
    remind_completion,
    request_completion,
)
from services.intake.application.domain.drafting import rebase_draft, save_draft
from services.intake.application.domain.evidence_expiry import (
    note_evidence_expiry,
    remind_evidence_expiry,
    renew_evidence,
    watch_evidence,
)
from services.intake.application.domain.prior_request import (
    escalate_prior_request,
    reject_prior_request,
    submit_prior_request,
    validate_prior_request,
)
from services.intake.application.domain.state import State
from services.intake.application.domain.submission import submit_application, withdraw_application
from shared.acts.life import Life

OPEN = (State.PRIOR_SUBMITTED, State.DRAFT, State.SUBMITTED, State.INCOMPLETE)

TRANSITIONS = Life(
    (None, submit_prior_request, State.PRIOR_SUBMITTED),
    (State.PRIOR_SUBMITTED, validate_prior_request, State.DRAFT),
    (State.PRIOR_SUBMITTED, reject_prior_request, State.REJECTED),
    (State.PRIOR_SUBMITTED, escalate_prior_request, State.PRIOR_SUBMITTED),
    (State.DRAFT, save_draft, State.DRAFT),
    (State.DRAFT, rebase_draft, State.DRAFT),
    (State.DRAFT, submit_application, State.SUBMITTED),
    (State.SUBMITTED, request_completion, State.INCOMPLETE),
    (State.INCOMPLETE, save_draft, State.INCOMPLETE),
    (State.INCOMPLETE, remind_completion, State.INCOMPLETE),
    (State.INCOMPLETE, provide_completion, State.SUBMITTED),
    (State.INCOMPLETE, lapse_application, State.LAPSED),
    (State.SUBMITTED, declare_admissible, State.ADMISSIBLE),
    (State.SUBMITTED, declare_inadmissible, State.INADMISSIBLE),
    (State.SUBMITTED, escalate_admissibility, State.SUBMITTED),
    (State.ADMISSIBLE, note_complement_request, State.ADMISSIBLE),
    (State.ADMISSIBLE, note_complement_extension, State.ADMISSIBLE),
    (State.ADMISSIBLE, provide_complement, State.ADMISSIBLE),
    (State.ADMISSIBLE, close_complement, State.ADMISSIBLE),
    (State.ADMISSIBLE, watch_evidence, State.ADMISSIBLE),
    (State.ADMISSIBLE, remind_evidence_expiry, State.ADMISSIBLE),
    (State.ADMISSIBLE, note_evidence_expiry, State.ADMISSIBLE),
    (State.ADMISSIBLE, renew_evidence, State.ADMISSIBLE),
    (OPEN, withdraw_application, State.WITHDRAWN),
)
