"""A notebook: a small aggregate on which delivery can be tried, with contracts that exist as its language."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.acts.act import act
from shared.acts.change import Change, becomes
from shared.acts.command import Command
from shared.acts.due import Deadline, DueDate
from shared.acts.life import Life
from shared.acts.moment import Moment, derived_id
from shared.acts.refusal import Refused
from shared.contracts.evaluation.connection_tests import (
    ConnectionTestsFailed,
    ConnectionTestsPassed,
    ConnectionTestsRequired,
)
from shared.contracts.evaluation.evaluation import EvaluationDeadlineMissed, FindingsConfirmed
from shared.contracts.intake.prior_request import PriorRequestRejected, PriorRequestValidated
from shared.contracts.vocabulary import DossierId
from shared.identity.actor import Role


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """`title` and `last` (four bytes) are columns of their own."""

    id: str
    state: State = State.OPEN
    programme: str | None = None
    title: str = ""
    last: int = 0
    notes: tuple[str, ...] = ()

    @property
    def dossier(self) -> DossierId:
        return DossierId(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNotebook(Command):
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename(Command):
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(Command):
    """Nothing is written after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetBells(Command):
    """Bell (a deadline act) to the instant at which it rings; None: no longer."""

    bells: dict[str, datetime | None]


@act("T-01", "test", by=Role.DESK_OFFICER)
def open_notebook(_: None, command: OpenNotebook, moment: Moment) -> Change[Notebook]:
    """Opens one."""
    notebook = Notebook(id=derived_id("notebook", moment.message), title=command.title)
    return Change(notebook).telling(PriorRequestValidated(dossier=notebook.dossier))


@act("T-02", "test", by=Role.DESK_OFFICER)
def rename(notebook: Notebook, command: Rename, moment: Moment) -> Change[Notebook]:
    """Tells two events."""
    if command.title == "forbidden":
        raise Refused("title_forbidden", title=command.title)
    return becomes(notebook, title=command.title).telling(_told(notebook, "renamed"), _told(notebook, command.title))


@act("T-03", "test", by=Role.DESK_OFFICER)
def close(notebook: Notebook, command: Close, moment: Moment) -> Change[Notebook]:
    """Closes it."""
    return becomes(notebook, state=State.CLOSED).no_longer_awaiting("ring_first", "ring_second")


@act("T-04", "test", by=Role.DESK_OFFICER)
def set_bells(notebook: Notebook, command: SetBells, moment: Moment) -> Change[Notebook]:
    """Sets and cancels deadlines."""
    change = becomes(notebook)
    for kind, at in command.bells.items():
        due = DueDate("bell", date(2026, 3, 10), ("start 2026-03-09",))
        change = change.awaiting(kind, due, at=at) if at else change.no_longer_awaiting(kind)
    return change


@act("T-05", "test")
def note(notebook: Notebook | None, event: FindingsConfirmed, moment: Moment) -> Change[Notebook]:
    """Writes the number of an event down, in a new notebook where there is none."""
    known = notebook or Notebook(id=event.dossier)
    written = becomes(known, notes=(*known.notes, str(event.confirmed)), last=event.confirmed)
    return written.telling(_told(known, f"note {event.confirmed}"))


@act("T-06", "test")
def take_title(notebook: Notebook | None, event: ConnectionTestsPassed, moment: Moment) -> Change[Notebook]:
    """Puts a text of the event into a column of its own."""
    return becomes(notebook or Notebook(id=event.dossier), title=event.api_version)


@act("T-07", "test")
def stumble(notebook: Notebook | None, event: ConnectionTestsRequired, moment: Moment) -> Change[Notebook]:
    """A mistake in an act."""
    return becomes(notebook or Notebook(id=event.dossier), notes=(str(1 // 0),))


@act("T-08", "test")
def say_no(notebook: Notebook | None, event: ConnectionTestsFailed, moment: Moment) -> Change[Notebook]:
    """Refuses always."""
    raise Refused("not_today", cases=list(event.failed_cases))


@act("T-09", "test")
def tell_nonsense(notebook: Notebook, event: EvaluationDeadlineMissed, moment: Moment) -> Change[Notebook]:
    """Tells an event, then something that is none."""
    return becomes(notebook, notes=("never",)).telling(_told(notebook, "told"), object())


@act("T-13", "test")
def gather(notebook: Notebook | None, event: ConnectionTestsFailed, moment: Moment) -> Change[Notebook]:
    """Writes down that the event came, in each notebook that it names; refuses in one that is called "red"."""
    known = notebook or Notebook(id=moment.target)
    if known.title == "red":
        raise Refused("not_today", cases=[])
    gathered = becomes(known, notes=(*known.notes, f"{event.failed_on}"))
    return gathered.telling(_told(known, f"gathered {event.failed_on}"))


@act("T-10", "test")
def ring_first(notebook: Notebook, deadline: Deadline, moment: Moment) -> Change[Notebook]:
    """A deadline."""
    return becomes(notebook, notes=(*notebook.notes, f"first {deadline.due_on}"))


@act("T-11", "test")
def ring_second(notebook: Notebook, deadline: Deadline, moment: Moment) -> Change[Notebook]:
    """Another deadline."""
    return becomes(notebook, notes=(*notebook.notes, "second"))


@act("T-12", "test")
def ring_wrong(notebook: Notebook, deadline: Deadline, moment: Moment) -> Change[Notebook]:
    """A deadline whose act has a mistake."""
    return becomes(notebook, notes=(str(1 // 0),))


def _told(notebook: Notebook, text: str) -> PriorRequestRejected:
    return PriorRequestRejected(dossier=notebook.dossier, grounds=(text,))


LIFE = Life(
    (None, open_notebook, State.OPEN),
    (State.OPEN, rename, State.OPEN),
    (State.OPEN, close, State.CLOSED),
    (State.OPEN, set_bells, State.OPEN),
    ((None, State.OPEN), note, State.OPEN),
    ((None, State.OPEN), take_title, State.OPEN),
    ((None, State.OPEN), stumble, State.OPEN),
    ((None, State.OPEN), say_no, State.OPEN),
    ((None, State.OPEN), gather, State.OPEN),
    (State.OPEN, tell_nonsense, State.OPEN),
    (State.OPEN, ring_first, State.OPEN),
    (State.OPEN, ring_second, State.OPEN),
    (State.OPEN, ring_wrong, State.OPEN),
)
