"""What an act gives back: the next state, what it tells the world, what it will wait for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar

from shared.acts.due import DueDate
from shared.calendar.paris import paris_midnight

E = TypeVar("E", bound="AggregateState")


class AggregateState(Protocol):
    """What every aggregate's state has: an id, the dossier that it belongs to, a state, a pinned programme version."""

    @property
    def id(self) -> str: ...
    @property
    def dossier(self) -> str | None: ...
    @property
    def state(self) -> str: ...
    @property
    def programme(self) -> str | None: ...


S = TypeVar("S", bound=AggregateState)


@dataclass(frozen=True, slots=True)
class SetDeadline:
    """Wake the aggregate at `at` with the message `kind`; a later one of the same kind replaces it."""

    kind: str
    at: datetime
    derivation: tuple[str, ...]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CancelDeadline:
    """Forget the deadline `kind`, if it is set."""

    kind: str


@dataclass(frozen=True, slots=True)
class Change(Generic[S]):
    """The outcome of an act. Built by `becomes`, then `.telling(...)`, `.awaiting(...)`, `.no_longer_awaiting(...)`."""

    state: S
    events: tuple[object, ...] = ()
    deadlines: tuple[SetDeadline | CancelDeadline, ...] = ()
    digest: bytes | None = None
    """Of what the act froze, for the journal."""

    def telling(self, *events: object) -> "Change[S]":
        """Add events, in order; each goes out once, after the state is durable."""
        return replace(self, events=(*self.events, *events))

    def sealing(self, digest: bytes) -> "Change[S]":
        """Have the journal keep this SHA-256 of what the act froze."""
        return replace(self, digest=digest)

    def awaiting(self, kind: str, due: DueDate, *, at: datetime | None = None, **facts: str) -> "Change[S]":
        """Set the deadline `kind` (the name of an act): it fires at `at`, or at the first instant after the due day."""
        told = {"due_on": due.day.isoformat(), **facts}
        deadline = SetDeadline(kind, at or due.instant, (due.clock, *due.derivation), told)
        return replace(self, deadlines=(*self.deadlines, deadline))

    def reminding(self, kind: str, due: DueDate, days_before: Sequence[int], *, not_before: datetime) -> "Change[S]":
        """Set the first of the reminders that are left (days before the due day), at the start of its day in Paris.

        One whose day has passed goes out a second after `not_before`, the moment of the act. None left: no change.
        """
        if not days_before:
            return self
        reminder = due.shifted(-days_before[0], "reminder")
        at = max(paris_midnight(reminder.day), not_before + timedelta(seconds=1))
        return self.awaiting(kind, reminder, at=at)

    def no_longer_awaiting(self, *kinds: str) -> "Change[S]":
        """Cancel deadlines by kind."""
        return replace(self, deadlines=(*self.deadlines, *map(CancelDeadline, kinds)))


def becomes(before: S, /, **changes: object) -> Change[S]:
    """The state with some fields changed, as the start of a Change."""
    return Change(replace(before, **changes))  # type: ignore[type-var]  # every state is a frozen dataclass
