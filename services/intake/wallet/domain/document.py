"""A document of a publisher's wallet (« porte-documents »): one proof, for as many criteria and dossiers as need it.

Its content never changes: whatever is to be different is another document, which names the one that it replaces.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.contracts.case_file import EvidencePiece

DocumentId = NewType("DocumentId", str)


class Status(StrEnum):
    """Where the document stands with its reviewers; the words of criteria.md 4.6."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Verdict(StrEnum):
    """What the scan of its content said; a word that is out is taken back for a worse one only."""

    QUARANTINED = "quarantined"
    """Not scanned yet."""
    UNSCANNABLE = "unscannable"
    CLEAN = "clean"
    INFECTED = "infected"


WORSE: dict[Verdict, frozenset[Verdict]] = {
    Verdict.QUARANTINED: frozenset({Verdict.CLEAN, Verdict.UNSCANNABLE, Verdict.INFECTED}),
    Verdict.CLEAN: frozenset({Verdict.UNSCANNABLE, Verdict.INFECTED}),
    Verdict.UNSCANNABLE: frozenset({Verdict.INFECTED}),
    Verdict.INFECTED: frozenset(),
}
STANDING = frozenset({Status.SUBMITTED, Status.ACCEPTED})
"""A document in one of these may be named in a filing."""
HARMFUL = frozenset({Verdict.INFECTED, Verdict.UNSCANNABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of one organisation. `sha256` names its content; nothing else does."""

    id: DocumentId
    organisation: str
    uploader: str
    """Pseudonym of whoever sent it."""
    type: str
    """An evidence type of the programme."""
    issuer: str
    issued_on: date | None
    valid_until: date | None
    sha256: str
    size: int
    media_type: str
    submitted_on: date
    replaces: DocumentId | None = None
    state: Status = Status.SUBMITTED
    verdict: Verdict = Verdict.QUARANTINED
    signature: str = ""
    """What the scan found."""
    refusal: str | None = None
    """Why it was refused, as a code."""
    dossier: None = None
    """It belongs to an organisation, not to a dossier."""
    programme: None = None

    @property
    def readable(self) -> bool:
        """Whether its content may be given to anybody at all (I-22)."""
        return self.verdict is Verdict.CLEAN

    def owned_by(self, moment: Moment) -> None:
        """Refused not_found: another organisation learns nothing of it, not even that it exists."""
        refuse_if(not moment.actor.belongs_to(self.organisation), "not_found")

    def piece(self) -> EvidencePiece:
        """The same as evidence: what criteria need to know of it, now. A harmful one supports nothing."""
        harmful = self.verdict in HARMFUL
        return EvidencePiece(
            type=self.type,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            status=str(Status.REFUSED if harmful else self.state),
            sha256=self.sha256,
            document=self.id,
        )


def owner(document: Document, _: object, moment: Moment) -> None:
    """Who may perform the publisher's acts. Refused: not_found."""
    document.owned_by(moment)
