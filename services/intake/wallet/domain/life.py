"""The life of a document in the wallet: every transition, in one table (criteria.md 4.6)."""

from services.intake.wallet.domain.document import Status
from services.intake.wallet.domain.review import accept_document, record_verdict, refuse_document
from services.intake.wallet.domain.submission import replace_document, submit_document, withdraw_document
from shared.acts.life import Life

OPEN = (Status.SUBMITTED, Status.ACCEPTED, Status.REFUSED)

TRANSITIONS = Life(
    (None, submit_document, Status.SUBMITTED),
    (None, replace_document, Status.SUBMITTED),
    ((Status.SUBMITTED, Status.REFUSED), accept_document, Status.ACCEPTED),
    ((Status.SUBMITTED, Status.ACCEPTED), refuse_document, Status.REFUSED),
    (OPEN, withdraw_document, Status.WITHDRAWN),
    *((status, record_verdict, status) for status in Status),
)
