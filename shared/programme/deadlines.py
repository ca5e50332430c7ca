"""Time limits («délais») of the procedure, as the programme sets them (process.md 2.15)."""

from dataclasses import dataclass
from enum import StrEnum

from shared.calendar.periods import Period


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One time limit («délai»).

    `reminders` are days before the due day (0: the day itself), `grace_days` calendar days after it before `on_expiry`
    happens, `stops_for` the events that stop the clock until they are answered.
    """

    key: str
    period: Period
    running: Running
    reminders: tuple[int, ...]
    grace_days: int
    extension: Extension | None
    stops_for: tuple[str, ...]
    on_expiry: OnExpiry
