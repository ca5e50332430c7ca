"""Due dates that can explain themselves, and what an act learns when one passes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.calendar.paris import paris_midnight
from shared.calendar.periods import Due, Period, WorkingCalendar


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which something may still be done, and the rule and steps it was derived from."""

    clock: str
    day: date
    derivation: tuple[str, ...]

    @staticmethod
    def of(clock: str, period: Period, since: date, calendar: WorkingCalendar) -> "DueDate":
        """The end of `period` counted from `since` (first day not counted)."""
        due: Due = calendar.due_day(period, since)
        return DueDate(clock, due.day, due.derivation)

    @property
    def instant(self) -> datetime:
        """The first instant that is too late: midnight, Europe/Paris, after the day."""
        return paris_midnight(self.day + timedelta(days=1))

    def shifted(self, days: int, why: str) -> "DueDate":
        """The same clock, `days` calendar days later (a grace) or, if negative, earlier (a reminder)."""
        day = self.day + timedelta(days=days)
        return DueDate(self.clock, day, (*self.derivation, f"{why} {days:+d} calendar_days {day}"))


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline that has passed, as the message of an act: which kind, since when, derived how, with which facts."""

    kind: str
    due_at: datetime
    derivation: tuple[str, ...]
    facts: Mapping[str, str]

    @property
    def due_on(self) -> date:
        """The last day that was in time."""
        return date.fromisoformat(self.facts["due_on"])
