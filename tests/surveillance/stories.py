"""Stories of one complaint and its case: a course that may lead to a sanction, and anything in between."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from services.surveillance.case.domain.closure import CloseCase, close_case
from services.surveillance.case.domain.hearing import (
    NotifyGrounds,
    ReceiveObservations,
    note_observations_elapsed,
    notify_grounds,
    receive_observations,
)
from services.surveillance.case.domain.life import TRANSITIONS as CASE_LIFE
from services.surveillance.case.domain.opening import open_case
from services.surveillance.case.domain.sanction import (
    propose_sanction,
    record_lifting,
    record_no_sanction,
    record_suspension,
)
from services.surveillance.complaint.domain.life import TRANSITIONS as COMPLAINT_LIFE
from services.surveillance.complaint.domain.reception import (
    AcknowledgeComplaint,
    acknowledge_complaint,
    escalate_acknowledgement,
    receive_complaint,
)
from services.surveillance.complaint.domain.triage import (
    DismissComplaint,
    EscalateComplaint,
    TriageComplaint,
    dismiss_complaint,
    escalate_complaint,
    escalate_triage,
    triage_complaint,
)
from shared.acts.act import AnyAct
from shared.acts.life import Life
from shared.acts.refusal import Refused
from shared.contracts.surveillance.complaint import ComplaintEscalated
from shared.identity.actor import Actor, Role
from shared.programme.vocabulary import Severity
from tests.builders import DESK, PUBLISHER, SYSTEM, at, deadline
from tests.surveillance.scenario import a_filing, a_proposal, lifted, no_sanction, ordered, ordered_at_once

AUTHOR, SECRET = "citoyenne-7f3a", "Zq7xj-confidence"
COMPLAINANT = Actor(AUTHOR, frozenset({Role.HOLDER}))
LEAKING = (f"{SECRET} {AUTHOR}", f"<{AUTHOR}>")

Step = tuple[Life, AnyAct, Any, Actor]


def complaint(act: AnyAct, message: object, actor: Actor = DESK) -> Step:
    return COMPLAINT_LIFE, act, message, actor


def case(act: AnyAct, message: object, actor: Actor = DESK) -> Step:
    return CASE_LIFE, act, message, actor


def timer(one: Life, act: AnyAct) -> Step:
    return one, act, deadline(act.name, "2026-06-03"), SYSTEM


FILING = complaint(receive_complaint, a_filing(text=f"{SECRET}: je suis {AUTHOR}."), COMPLAINANT)
TO_A_CASE = [
    FILING,
    complaint(acknowledge_complaint, AcknowledgeComplaint()),
    complaint(triage_complaint, TriageComplaint(severity=Severity.CRITICAL)),
    complaint(escalate_complaint, EscalateComplaint()),
]
HEARD = [
    case(notify_grounds, NotifyGrounds(rung="SUSPENSION", grounds=("SEC-07",))),
    case(receive_observations, ReceiveObservations(text=f"{SECRET}, pour {AUTHOR}."), PUBLISHER),
]
DECIDED = [
    case(record_suspension, ordered(), SYSTEM),
    case(record_suspension, ordered_at_once(), SYSTEM),
    case(record_lifting, lifted(), SYSTEM),
    case(record_no_sanction, no_sanction(), SYSTEM),
]
OTHERS = [
    *(complaint(dismiss_complaint, DismissComplaint(ground=ground)) for ground in ("unfounded", *LEAKING)),
    *(case(notify_grounds, NotifyGrounds(rung="WARNING", grounds=(ground,))) for ground in ("SEC-07", *LEAKING)),
    *(case(propose_sanction, a_proposal("SUSPENSION", ground)) for ground in LEAKING),
    case(propose_sanction, a_proposal("SUSPENSION", "data_leak")),
    case(propose_sanction, a_proposal("WARNING")),
    case(close_case, CloseCase(ground="unfounded")),
    timer(COMPLAINT_LIFE, escalate_acknowledgement),
    timer(COMPLAINT_LIFE, escalate_triage),
    timer(CASE_LIFE, note_observations_elapsed),
]
PROPOSAL = case(propose_sanction, a_proposal())
ANY = st.sampled_from([*TO_A_CASE, *HEARD, *DECIDED, *OTHERS, PROPOSAL])


@st.composite
def stories(draw: st.DrawFn) -> list[Step]:
    """A course that may lead to a sanction, each of its steps left out at times, and anything at all in between."""
    course = [*TO_A_CASE, *HEARD, PROPOSAL, *draw(st.permutations(DECIDED))]
    kept = [step for step in course if draw(st.integers(0, 9))]
    noise = st.lists(ANY, max_size=2)
    return [one for step in kept for one in (*draw(noise), step)] + draw(noise)


@dataclass
class Told:
    """A complaint, the case that it opened, and what was told of both, in order, with what it answered."""

    states: dict[Life, Any] = field(default_factory=dict)
    events: list[tuple[Any, AnyAct]] = field(default_factory=list)
    moves: set[tuple[str, str]] = field(default_factory=set)

    def perform(self, step: Step, day: date) -> None:
        one, act, message, actor = step
        before = self.states.get(one)
        change = one.perform(act, before, message, at(day.isoformat(), actor))
        self.states[one] = change.state
        if before is not None:
            self.moves.add((before.state, change.state.state))
        self.events += [(event, act) for event in change.events]
        for event in change.events:
            if isinstance(event, ComplaintEscalated):
                self.perform(case(open_case, event, SYSTEM), day)

    def names(self) -> list[str]:
        return [type(event).__name__ for event, _ in self.events]


def tell(story: list[Step]) -> Told:
    """Try every step of the story, one a day."""
    told = Told()
    for number, step in enumerate(story):
        try:
            told.perform(step, date(2026, 6, 1) + timedelta(days=number))
        except Refused:
            continue
    return told
