"""Words for tests of acts: who, when, what came of it."""

from datetime import UTC, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from shared.acts.act import AnyAct
from shared.acts.change import Change
from shared.acts.due import Deadline
from shared.acts.life import Life
from shared.acts.moment import Moment
from shared.acts.refusal import Refused
from shared.calendar.france import FRANCE
from shared.calendar.paris import PARIS
from shared.identity.actor import Actor, Role
from shared.programme.loading import published

PUBLISHER = Actor("pub-1", frozenset({Role.PUBLISHER}), "org-1")
OTHER_PUBLISHER = Actor("pub-2", frozenset({Role.PUBLISHER}), "org-2")
DESK = Actor("desk-1", frozenset({Role.DESK_OFFICER}))
EVALUATOR = Actor("eva-1", frozenset({Role.EVALUATOR}))
REVIEWER = Actor("eva-2", frozenset({Role.EVALUATOR}))
SECRETARY = Actor("sec-1", frozenset({Role.COMMISSION_SECRETARY}))
DELEGATE = Actor("min-1", frozenset({Role.MINISTER_DELEGATE}))
AUDITOR = Actor("aud-1", frozenset({Role.AUDITOR}))
HOLDER = Actor("hol-1", frozenset({Role.HOLDER}))
SYSTEM = Actor.system("test")


def some_id(name: str) -> str:
    """A fixed id with a name."""
    return str(uuid5(NAMESPACE_URL, name))


def at(day: str, by: Actor = SYSTEM, *, message: str = "message", hour: int = 10) -> Moment:
    """A moment: `day` (2026-03-10) at `hour` in Paris, by someone, under the programme shipped."""
    instant = datetime.combine(datetime.fromisoformat(day), time(hour), PARIS).astimezone(UTC)
    return Moment(at=instant, actor=by, message=some_id(message), programmes=published(), calendar=FRANCE)


def deadline(kind: str, due_on: str) -> Deadline:
    """A deadline that passed: its last day in time was `due_on`."""
    passed = datetime.combine(datetime.fromisoformat(due_on), time(23, 59), PARIS)
    return Deadline(kind=kind, due_at=passed, derivation=(), facts={"due_on": due_on})


def perform(life: Life, act: AnyAct, state: object, message: object, moment: Moment) -> Change[Any]:
    """Perform an act as the shell would: role, transition, act, target state."""
    return life.perform(act, state, message, moment)


def refusal(life: Life, act: AnyAct, state: object, message: object, moment: Moment) -> str:
    """The code with which the act is refused; fails the test if it is not."""
    with pytest.raises(Refused) as caught:
        life.perform(act, state, message, moment)
    return caught.value.code


def told(change: Change[Any]) -> list[str]:
    """The names of the events that a change tells."""
    return [type(event).__name__ for event in change.events]


def awaited(change: Change[Any]) -> dict[str, str]:
    """The deadlines that a change sets: kind to the Paris day on which it fires; cancelled ones to "cancelled"."""
    return {
        one.kind: one.at.astimezone(PARIS).date().isoformat() if hasattr(one, "at") else "cancelled"
        for one in change.deadlines
    }
