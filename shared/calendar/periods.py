"""Periods («délais») and the day on which they end.

Rules (process.md 2.15): the first day is not counted; months run from date to date; a period that ends on a day that
is not worked runs to the end of the next working day («prorogation»). A due day counts whole: one is late from the
next midnight.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
MONTHS_A_YEAR = 12
SATURDAY, SUNDAY = 5, 6


class Unit(StrEnum):
    """What a period is counted in; a working day is neither a Saturday, a Sunday nor a public holiday."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Period:
    """A length of legal time, at least one unit."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 1:
            raise ValueError("a period counts at least one unit")

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"


@dataclass(frozen=True, slots=True)
class Due:
    """The last day of a period and how it was found; `nominal` is that day before it was moved off days not worked.

    Each step of the derivation is "code day why", fit to be stored and to be put into any language:
    start, rule, first_day_not_counted, last_day, paused, moved.
    """

    day: date
    nominal: date
    derivation: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked: `holidays` are the public holidays, as a set or as a question."""

    holidays: Callable[[date], bool] | frozenset[date]

    def why_closed(self, day: date) -> str:
        """Why nobody works that day; empty if they do."""
        if day.weekday() in (SATURDAY, SUNDAY):
            return "saturday" if day.weekday() == SATURDAY else "sunday"
        return "public_holiday" if self._is_holiday(day) else ""

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        return not self.why_closed(day)

    def due_day(self, period: Period, start: date) -> Due:
        """The last day of a period that begins to run on `start`."""
        last = self._last_day(period, start)
        steps = (f"start {start}", f"rule {period}", f"first_day_not_counted {start}", f"last_day {last}")
        return self._moved(last, steps)

    def shifted(self, due: Due, paused_days: int) -> Due:
        """The due day after a pause of so many calendar days: the nominal day shifted, then moved if not worked."""
        last = due.nominal + timedelta(days=paused_days)
        return self._moved(last, (*due.derivation, f"paused {paused_days} calendar_days", f"last_day {last}"))

    def clear_days_before(self, count: int, event: date) -> Due:
        """The last working day to give notice so that `count` clear days («jours francs») pass before the event."""
        last = event - timedelta(days=count + 1)
        steps = (f"event {event}", f"rule {count} clear_days_before", f"last_day {last}")
        return self._moved(last, steps, -ONE_DAY)

    def _last_day(self, period: Period, start: date) -> date:
        match period.unit:
            case Unit.CALENDAR_DAYS:
                return start + timedelta(days=period.count)
            case Unit.WORKING_DAYS:
                return self._after_working_days(start, period.count)
            case Unit.MONTHS:
                return anniversary(start, period.count)

    def _after_working_days(self, day: date, count: int) -> date:
        for _ in range(count):
            day += ONE_DAY
            while not self.is_working(day):
                day += ONE_DAY
        return day

    def _moved(self, nominal: date, steps: tuple[str, ...], by: timedelta = ONE_DAY) -> Due:
        day = nominal
        while reason := self.why_closed(day):
            day += by
            steps = (*steps, f"moved {day} {reason}")
        return Due(day, nominal, steps)

    def _is_holiday(self, day: date) -> bool:
        return self.holidays(day) if callable(self.holidays) else day in self.holidays


def anniversary(day: date, months: int) -> date:
    """The same day of the month so many months later; the last day of the month if it is too short (29 February)."""
    index = day.year * MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(index, MONTHS_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
