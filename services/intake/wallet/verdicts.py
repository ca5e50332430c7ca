"""The verdict of a scan becomes an act on its document."""

import logging
from hashlib import sha256

from services.intake.wallet.domain.review import Scanned, record_verdict
from services.intake.wallet.rows import DOCUMENT
from shared.acts.moment import derived_id
from shared.delivery.shell.channels import Channel
from shared.delivery.shell.effects import new_event_id
from shared.delivery.shell.messages import Cause, Incoming, Rejected
from shared.delivery.shell.transaction import Shell
from shared.identity.actor import Actor

log = logging.getLogger(__name__)
ACTOR = Actor.system("intake-scans")


async def perform_verdict(shell: Shell, document: str, scanned: Scanned) -> None:
    """Perform `record_verdict` on the document; a refusal is logged. Unavailable."""
    incoming = Incoming(
        message=derived_id("scan", document, scanned.verdict),
        channel=Channel.TASK,
        act=record_verdict,
        aggregate=DOCUMENT,
        target=document,
        payload=scanned,
        actor=ACTOR,
        cause=Cause(new_event_id(), None, None),
        digest=sha256(f"{document} {scanned.verdict} {scanned.signature}".encode()).digest(),
    )
    (outcome,) = await shell.perform([incoming])
    if isinstance(outcome, Rejected):
        log.warning("verdict refused", extra={"document": document, "code": outcome.code})
