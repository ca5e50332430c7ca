"""A due date can explain itself."""

from datetime import UTC, date, datetime

from shared.acts.due import DueDate
from shared.calendar.france import FRANCE
from shared.calendar.periods import Period, Unit
from tests.builders import deadline


def test_thirty_days_that_end_on_a_holiday_run_to_the_next_working_day() -> None:
    due = DueDate.of("completion", Period(30, Unit.CALENDAR_DAYS), date(2026, 4, 1), FRANCE)

    assert due.day == date(2026, 5, 4)
    assert due.derivation == (
        "start 2026-04-01",
        "rule 30 calendar_days",
        "first_day_not_counted 2026-04-01",
        "last_day 2026-05-01",
        "moved 2026-05-02 public_holiday",
        "moved 2026-05-03 saturday",
        "moved 2026-05-04 sunday",
    )


def test_the_first_instant_too_late_is_midnight_in_paris_after_the_day() -> None:
    assert DueDate("completion", date(2026, 1, 30), ()).instant == datetime(2026, 1, 30, 23, 0, tzinfo=UTC)
    assert DueDate("completion", date(2026, 7, 31), ()).instant == datetime(2026, 7, 31, 22, 0, tzinfo=UTC)


def test_on_the_night_when_clocks_change_midnight_is_still_midnight() -> None:
    assert DueDate("completion", date(2026, 3, 28), ()).instant == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert DueDate("completion", date(2026, 3, 29), ()).instant == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)


def test_a_grace_and_a_reminder_are_counted_from_the_due_day() -> None:
    due = DueDate("completion", date(2026, 5, 4), ("start 2026-04-01",))

    grace, reminder = due.shifted(15, "grace"), due.shifted(-7, "reminder")

    assert grace == DueDate("completion", date(2026, 5, 19), ("start 2026-04-01", "grace +15 calendar_days 2026-05-19"))
    assert reminder.day == date(2026, 4, 27)
    assert reminder.derivation[-1] == "reminder -7 calendar_days 2026-04-27"


def test_a_deadline_that_passed_knows_the_last_day_in_time() -> None:
    assert deadline("lapse_application", "2026-05-19").due_on == date(2026, 5, 19)
