"""Instants and days: a day begins at midnight in Paris, summer and winter."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.paris import paris_day, paris_midnight


@pytest.mark.parametrize(
    ("day", "instant"),
    [
        (date(2027, 3, 10), datetime(2027, 3, 9, 23, tzinfo=UTC)),
        (date(2026, 7, 14), datetime(2026, 7, 13, 22, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 30), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_midnight_in_paris(day: date, instant: datetime) -> None:
    assert paris_midnight(day) == instant


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 59, 59, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 6, 30, 22, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_it_is_a_day_in_paris_before_it_is_in_greenwich(instant: datetime, day: date) -> None:
    assert paris_day(instant) == day


def test_an_instant_without_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        paris_day(datetime(2026, 1, 1))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)])
def test_the_days_of_the_clock_change_are_shorter_and_longer(day: date, hours: int) -> None:
    assert paris_midnight(day + timedelta(days=1)) - paris_midnight(day) == timedelta(hours=hours)


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_midnight_belongs_to_its_day_and_the_moment_before_to_the_day_before(day: date) -> None:
    midnight = paris_midnight(day)

    assert midnight.tzinfo is UTC
    assert paris_day(midnight) == day
    assert paris_day(midnight - timedelta(microseconds=1)) == day - timedelta(days=1)
