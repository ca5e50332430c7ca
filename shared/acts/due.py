"""A due date that can explain itself."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from shared.calendar.periods import WorkingCalendar, due_day, paris_midnight
from shared.programme.deadlines import DeadlineRule


@dataclass(frozen=True, slots=True)
class DueDate:
    """The last day on which something may still be done, and the rule and steps it was derived from."""

    clock: str
    day: date
    derivation: tuple[str, ...]

    @staticmethod
    def of(clock: str, rule: DeadlineRule, since: date, calendar: WorkingCalendar) -> "DueDate":
        """The due date of `rule` counted from `since` (first day not counted)."""
        due = due_day(rule.period, since, calendar)
        return DueDate(clock, due.day, due.derivation)

    @property
    def instant(self) -> datetime:
        """The first instant that is too late: midnight, Europe/Paris, after the day."""
        return paris_midnight(self.day + timedelta(days=1))

    def later(self, days: int) -> "DueDate":
        """The same clock, `days` calendar days later (a grace, say) or earlier if negative (a reminder)."""
        return DueDate(self.clock, self.day + timedelta(days=days), (*self.derivation, f"{days:+d} days"))
