"""What is found of a document: by the scan of its content, then by those who read it."""

from dataclasses import dataclass

from services.intake.application.domain.codes import require_codes
from services.intake.wallet.domain.document import WORSE, Document, Status, Verdict
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.identity.actor import Role
from shared.texts.fields import CodeWord

REVIEWERS = (Role.EVALUATOR, Role.DESK_OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What the scan said, and the name of what it found."""

    verdict: Verdict
    signature: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptDocument(Command):
    """The document proves what it is meant to prove."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseDocument(Command):
    """The document proves nothing, for this reason (a code)."""

    reason: CodeWord


@act("I-22", "expectations.md, experiment 26: quarantine until a verdict")
def record_verdict(document: Document, scanned: Scanned, moment: Moment) -> Change[Document]:
    """The scan has spoken, whatever has become of the document meanwhile. Refused: verdict_known."""
    refuse_if(scanned.verdict not in WORSE[document.verdict], "verdict_known", verdict=document.verdict)
    return becomes(document, verdict=scanned.verdict, signature=scanned.signature)


@act("I-23", "process.md 2.4; criteria.md 4.6", by=REVIEWERS)
def accept_document(document: Document, _: AcceptDocument, moment: Moment) -> Change[Document]:
    """A reviewer accepts what it could read. Refused: not_readable, with the verdict of the scan."""
    refuse_if(not document.readable, "not_readable", verdict=document.verdict)
    return becomes(document, state=Status.ACCEPTED, refusal=None)


@act("I-24", "process.md 2.4; criteria.md 4.6", by=REVIEWERS)
def refuse_document(document: Document, command: RefuseDocument, moment: Moment) -> Change[Document]:
    """A reviewer refuses it, read or unreadable: it supports nothing from now on. Invalid: not_a_code."""
    require_codes("reason", (command.reason,))
    return becomes(document, state=Status.REFUSED, refusal=command.reason)
