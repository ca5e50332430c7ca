"""Time limits («délais») of the procedure, as the programme sets them (process.md 2.15)."""

from dataclasses import dataclass
from enum import StrEnum

from shared.calendar.periods import Period
from shared.programme.shape import Days


class OnExpiry(StrEnum):
    """What a missed time limit leads to. None of these grants, refuses, delists or reinstates: a human decides."""

    ESCALATE = "escalate"
    LAPSE = "lapse"
    NOT_EXAMINED = "not_examined"
    OPEN_NON_COMPLIANCE_CASE = "open_non_compliance_case"
    OPEN_OBSTRUCTION_CASE = "open_obstruction_case"
    DECIDE_ON_FILE = "decide_on_file"
    NEXT_RUNG = "next_rung"
    WINDOW_CLOSES = "window_closes"


class Running(StrEnum):
    """A limit runs after its start, or back from an event, counted in clear days."""

    AFTER_START = "after_start"
    CLEAR_DAYS_BEFORE_EVENT = "clear_days_before_event"


@dataclass(frozen=True, slots=True)
class Extension:
    """How often a limit may be extended, and by how much each time."""

    period: Period
    times: int
    """How often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A time limit («délai»): the first day does not count, an end on a day not worked runs to the next working day."""

    key: str
    period: Period
    running: Running = Running.AFTER_START
    """After its start, or back from an event in clear days."""
    reminders: tuple[int, ...] = ()
    """Days before the due day on which it is recalled; 0: the day itself."""
    grace_days: Days = 0
    """Calendar days after the due day before on_expiry happens."""
    extension: Extension | None = None
    """How often it may be extended, and by how much."""
    stops_for: tuple[str, ...] = ()
    """What stops the clock until it is answered."""
    on_expiry: OnExpiry
    """What a missed limit leads to. None grants, refuses, delists or reinstates."""
