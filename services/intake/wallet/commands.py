"""Commands on documents that are in the wallet; `upload/` has those that bring a content."""

from services.intake.wallet.domain.review import AcceptDocument, RefuseDocument, accept_document, refuse_document
from services.intake.wallet.domain.submission import WithdrawDocument, withdraw_document
from services.intake.wallet.examples import REFUSAL
from services.intake.wallet.rows import DOCUMENT
from shared.http.commands import Command, command_router

WITHDRAWAL = Command("/documents/{id}/withdrawal", WithdrawDocument, withdraw_document, DOCUMENT)
COMMANDS = (
    Command("/documents/{id}/acceptance", AcceptDocument, accept_document, DOCUMENT),
    Command("/documents/{id}/refusal", RefuseDocument, refuse_document, DOCUMENT, REFUSAL),
    WITHDRAWAL,
)
ROUTER = command_router(*COMMANDS)
