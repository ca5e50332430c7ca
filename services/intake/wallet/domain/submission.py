"""The publisher's side of its wallet (« porte-documents »): documents come in, are replaced, are withdrawn."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from services.intake.wallet.domain.document import Document, DocumentId, Status, owner
from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import Invalid, Refused, refuse_if
from shared.calendar.years import FIRST_YEAR, LAST_YEAR, is_plausible
from shared.identity.actor import Role
from shared.programme.faults import Fault
from shared.texts.fields import CodeWord, Name, Sha256

LONGEST_ISSUER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDocument(Command):
    """What the publisher says of a document. `sha256`, if given, is compared with the content that arrives."""

    type: CodeWord
    issuer: Name
    issued_on: date | None = None
    valid_until: date | None = None
    sha256: Sha256 | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedDocument:
    """The same with what is known of the content itself, and of its place among the others."""

    asked: SubmitDocument
    sha256: str
    size: int
    media_type: str
    twin: DocumentId | None = None
    """A standing document of the organisation with the very same content."""
    replaced: Document | None = None
    """The document whose replacement was asked for; None: there is no such document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDocument(Command):
    """The publisher no longer offers the document."""


@act("I-34", "criteria.md 4.6", by=Role.PUBLISHER)
def submit_document(_: None, received: ReceivedDocument, moment: Moment) -> Change[Document]:
    """A document joins the wallet of its organisation, in quarantine. Refused: already_in_wallet; Invalid."""
    return Change(_document(received, moment))


@act("I-21", "criteria.md 4.6, a replacement is a new document", by=Role.PUBLISHER)
def replace_document(_: None, received: ReceivedDocument, moment: Moment) -> Change[Document]:
    """Another document takes the place of an earlier one, which stays as it is wherever it was relied on.

    Refused: not_found, already_in_wallet; Invalid.
    """
    earlier = received.replaced
    if earlier is None:
        raise Refused("not_found")
    earlier.owned_by(moment)
    return Change(_document(received, moment, replaces=earlier.id))


@act("I-25", "criteria.md 4.6, status", by=Role.PUBLISHER, admits=owner)
def withdraw_document(document: Document, _: WithdrawDocument, moment: Moment) -> Change[Document]:
    """It can no longer be named in a filing; filings that rest on it keep it. Refused: not_found."""
    return becomes(document, state=Status.WITHDRAWN)


def _document(received: ReceivedDocument, moment: Moment, replaces: DocumentId | None = None) -> Document:
    organisation, asked = moment.actor.organisation, received.asked
    refuse_if(organisation is None, "organisation_unknown")
    faults = list(_faults(asked, moment))
    if faults:
        raise Invalid(faults)
    refuse_if(received.twin, "already_in_wallet", document=received.twin)
    assert organisation
    return Document(
        id=DocumentId(derived_id("document", moment.message)),
        organisation=organisation,
        uploader=moment.actor.id,
        type=asked.type,
        issuer=asked.issuer.strip(),
        issued_on=asked.issued_on,
        valid_until=asked.valid_until,
        sha256=received.sha256,
        size=received.size,
        media_type=received.media_type,
        submitted_on=moment.day,
        replaces=replaces,
    )


def _faults(asked: SubmitDocument, moment: Moment) -> Iterator[Fault]:
    types = moment.programme_in_force().evidence_types
    if asked.type not in types:
        yield Fault("type", "evidence_type_unknown", f"one of {', '.join(sorted(types))}")
    if not 1 <= len(asked.issuer.strip()) <= LONGEST_ISSUER:
        yield Fault("issuer", "length", f"1 to {LONGEST_ISSUER} characters")
    if asked.issued_on and asked.issued_on > moment.day:
        yield Fault("issued_on", "dated_in_the_future", "today at the latest")
    if asked.issued_on and asked.valid_until and asked.valid_until < asked.issued_on:
        yield Fault("valid_until", "dates_reversed", "on or after issued_on")
    for name, day in (("issued_on", asked.issued_on), ("valid_until", asked.valid_until)):
        if not is_plausible(day):
            yield Fault(name, "year_out_of_range", f"years from {FIRST_YEAR} to {LAST_YEAR}")
