"""A lamp: the smallest aggregate on which the language of acts can be tried."""

from dataclasses import dataclass
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.due import Deadline
from shared.acts.life import Life
from shared.acts.moment import Moment
from shared.acts.refusal import refuse_if
from shared.identity.actor import Role


class State(StrEnum):
    DARK = "dark"
    LIT = "lit"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    id: str = "lamp-1"
    dossier: str | None = None
    state: State = State.DARK
    programme: str | None = None
    switched: int = 0


@dataclass(frozen=True, slots=True)
class LampLit:
    lamp: str


@dataclass(frozen=True, slots=True)
class Turn:
    times: int = 1


@act("T-01", "test", by=Role.DESK_OFFICER)
def install(_: None, turn: Turn, moment: Moment) -> Change[Lamp]:
    return Change(Lamp())


@act("T-02", "test", by=(Role.DESK_OFFICER, Role.AUDITOR))
def light(lamp: Lamp, turn: Turn, moment: Moment) -> Change[Lamp]:
    refuse_if(turn.times > 9, "too_often", at_most=9)
    state = State.BROKEN if turn.times > 3 else State.LIT
    return becomes(lamp, state=state, switched=lamp.switched + turn.times).telling(LampLit(lamp.id))


@act("T-03", "test")
def burn_out(lamp: Lamp, deadline: Deadline, moment: Moment) -> Change[Lamp]:
    return becomes(lamp, state=State.BROKEN)


@act("T-04", "test", by=Role.DESK_OFFICER)
def smash(lamp: Lamp, turn: Turn, moment: Moment) -> Change[Lamp]:
    return becomes(lamp, state=State.BROKEN)


LIFE = Life(
    (None, install, State.DARK),
    (State.DARK, light, (State.LIT, State.BROKEN)),
    ((State.DARK, State.LIT), smash, State.BROKEN),
    (State.LIT, burn_out, State.BROKEN),
)
