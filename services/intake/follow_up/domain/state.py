"""What became of a dossier after intake (« suivi du dossier »): intake shows the publisher where it stands.

Intake decides nothing here; it notes the events of the other services, so that one page has the whole story.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.moment import Moment, derived_id
from shared.contracts.vocabulary import DossierId


class FollowUpState(StrEnum):
    """There is but one state."""

    FOLLOWED = "followed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened elsewhere."""

    at: datetime
    event: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """The link to the follow-up page, as it was renewed last (follow_up_link.py). No key: it can be computed."""

    number: int
    since: date
    before_until: date
    """The last day on which the link before opens; in the past where it was ended at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The steps of one dossier outside intake, in the order in which intake learned of them."""

    id: str
    dossier: DossierId
    steps: tuple[Step, ...] = ()
    state: FollowUpState = FollowUpState.FOLLOWED
    programme: str | None = None
    link: Link | None = None
    """None: the first one, of the prior request."""


def id_of(dossier: str) -> str:
    """Id of the follow-up of a dossier."""
    return derived_id("follow-up", dossier)


def follow_up_of(event: object) -> str:
    """Id of the follow-up of the dossier that an event is about."""
    return id_of(str(event.dossier))  # type: ignore[attr-defined]  # every followed event has one


@act("I-14", "process.md 3.6, intake consumes")
def note_progress(follow_up: FollowUp | None, event: object, moment: Moment) -> Change[FollowUp]:
    """An event of another service about the dossier is noted."""
    known = follow_up or FollowUp(id=follow_up_of(event), dossier=DossierId(event.dossier))  # type: ignore[attr-defined]
    step = Step(at=moment.at, event=type(event).__name__)
    return becomes(known, steps=(*known.steps, step))
