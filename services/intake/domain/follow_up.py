"""What became of a dossier after intake (« suivi du dossier »): intake shows the publisher where it stands.

Intake decides nothing here; it notes what the other services told, so that one page has the whole story.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.life import Life
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
class FollowUp:
    """The steps of one dossier outside intake, in the order in which intake learned of them."""

    id: str
    dossier: DossierId
    steps: tuple[Step, ...] = ()
    state: FollowUpState = FollowUpState.FOLLOWED
    programme: str | None = None


def follow_up_of(event: object) -> str:
    """Id of the follow-up of the dossier that an event is about."""
    return derived_id("follow-up", str(event.dossier))  # type: ignore[attr-defined]  # every followed event has one


@act("I-14", "process.md 3.6, intake consumes")
def note_progress(follow_up: FollowUp | None, event: object, moment: Moment) -> Change[FollowUp]:
    """Another service told something of the dossier."""
    known = follow_up or FollowUp(id=follow_up_of(event), dossier=DossierId(event.dossier))  # type: ignore[attr-defined]
    step = Step(at=moment.at, event=type(event).__name__)
    return becomes(known, steps=(*known.steps, step))


FOLLOW_UP = Life(((None, FollowUpState.FOLLOWED), note_progress, FollowUpState.FOLLOWED))
