"""Periods: the first day is not counted, months run from date to date, an end on a day not worked moves on."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.calendar.france import FRANCE
from shared.calendar.periods import Period, Unit, WorkingCalendar, anniversary

DAYS, WORKING, MONTHS = Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS


@pytest.mark.parametrize(
    ("count", "unit", "start", "due"),
    [
        pytest.param(30, DAYS, date(2026, 3, 10), date(2026, 4, 9), id="thirty days, the first not counted"),
        pytest.param(15, DAYS, date(2026, 3, 6), date(2026, 3, 23), id="a Saturday runs to Monday"),
        pytest.param(15, DAYS, date(2026, 3, 7), date(2026, 3, 23), id="a Sunday runs to Monday"),
        pytest.param(30, DAYS, date(2026, 4, 1), date(2026, 5, 4), id="1 May, a Friday, runs to Monday"),
        pytest.param(7, DAYS, date(2026, 12, 18), date(2026, 12, 28), id="Christmas, a Friday, runs to Monday"),
        pytest.param(1, DAYS, date(2026, 4, 3), date(2026, 4, 7), id="Good Friday runs over Easter Monday"),
        pytest.param(1, DAYS, date(2023, 12, 31), date(2024, 1, 2), id="New Year's day runs on"),
        pytest.param(10, WORKING, date(2026, 3, 10), date(2026, 3, 24), id="ten working days are two weeks"),
        pytest.param(2, WORKING, date(2026, 5, 6), date(2026, 5, 11), id="8 May and a weekend are not counted"),
        pytest.param(2, WORKING, date(2026, 5, 13), date(2026, 5, 18), id="Ascension day is not counted"),
        pytest.param(1, WORKING, date(2026, 7, 13), date(2026, 7, 15), id="14 July is not counted"),
        pytest.param(5, WORKING, date(2026, 3, 14), date(2026, 3, 20), id="from a Saturday"),
        pytest.param(1, MONTHS, date(2026, 3, 10), date(2026, 4, 10), id="a month from date to date"),
        pytest.param(1, MONTHS, date(2025, 1, 31), date(2025, 2, 28), id="no 31 February: its last day"),
        pytest.param(1, MONTHS, date(2028, 1, 31), date(2028, 2, 29), id="the last day of a leap February"),
        pytest.param(1, MONTHS, date(2025, 3, 31), date(2025, 4, 30), id="no 31 April"),
        pytest.param(2, MONTHS, date(2025, 12, 31), date(2026, 3, 2), id="28 February 2026, a Saturday, runs on"),
        pytest.param(2, MONTHS, date(2026, 12, 10), date(2027, 2, 10), id="over the year"),
        pytest.param(12, MONTHS, date(2024, 2, 29), date(2025, 2, 28), id="a year from 29 February"),
    ],
)
def test_a_period_ends_on_the_expected_day(count: int, unit: Unit, start: date, due: date) -> None:
    assert FRANCE.due_day(Period(count, unit), start).day == due


def test_a_due_day_tells_how_it_was_found() -> None:
    due = FRANCE.due_day(Period(15, DAYS), date(2026, 3, 6))

    assert due.derivation == (
        "start 2026-03-06",
        "rule 15 calendar_days",
        "first_day_not_counted 2026-03-06",
        "last_day 2026-03-21",
        "moved 2026-03-22 saturday",
        "moved 2026-03-23 sunday",
    )


def test_a_due_day_moved_by_a_holiday_says_so() -> None:
    assert FRANCE.due_day(Period(1, DAYS), date(2026, 7, 13)).derivation[-1] == "moved 2026-07-15 public_holiday"


def test_a_due_day_that_is_worked_is_not_moved() -> None:
    assert FRANCE.due_day(Period(30, DAYS), date(2026, 3, 10)).derivation[-1] == "last_day 2026-04-09"


@pytest.mark.parametrize("count", [0, -1])
def test_a_period_counts_at_least_one_unit(count: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        Period(count, DAYS)


def test_a_pause_shifts_the_due_day_and_is_told() -> None:
    due = FRANCE.due_day(Period(60, DAYS), date(2026, 3, 10))

    shifted = FRANCE.shifted(due, 14)

    assert (due.nominal, due.day, shifted.nominal, shifted.day) == (
        date(2026, 5, 9),
        date(2026, 5, 11),
        date(2026, 5, 23),
        date(2026, 5, 26),
    )
    assert shifted.derivation[len(due.derivation) :] == (
        "paused 14 calendar_days",
        "last_day 2026-05-23",
        "moved 2026-05-24 saturday",
        "moved 2026-05-25 sunday",
        "moved 2026-05-26 public_holiday",
    )


def test_a_pause_counts_from_the_last_day_before_it_was_moved() -> None:
    due = FRANCE.due_day(Period(15, DAYS), date(2026, 3, 6))

    assert (due.nominal, due.day) == (date(2026, 3, 21), date(2026, 3, 23))
    assert FRANCE.shifted(due, 3).day == date(2026, 3, 24)


@pytest.mark.parametrize(
    ("session", "notice"),
    [
        (date(2026, 3, 20), date(2026, 3, 13)),
        (date(2026, 3, 19), date(2026, 3, 13)),
        (date(2026, 3, 18), date(2026, 3, 12)),
        (date(2026, 5, 7), date(2026, 4, 30)),
    ],
)
def test_notice_is_given_five_clear_days_before_a_session(session: date, notice: date) -> None:
    assert FRANCE.clear_days_before(5, session).day == notice


def test_a_notice_day_tells_how_it_was_found() -> None:
    assert FRANCE.clear_days_before(5, date(2026, 3, 20)).derivation == (
        "event 2026-03-20",
        "rule 5 clear_days_before",
        "last_day 2026-03-14",
        "moved 2026-03-13 saturday",
    )


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 10), 12, date(2027, 3, 10)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_an_anniversary_is_never_moved_to_a_working_day(day: date, months: int, later: date) -> None:
    assert anniversary(day, months) == later


DAYS_OF_THE_CENTURY = st.dates(date(2020, 1, 1), date(2060, 12, 31))
PERIODS = st.builds(Period, st.integers(1, 180), st.sampled_from([DAYS, WORKING]))


@given(PERIODS, DAYS_OF_THE_CENTURY)
def test_a_due_day_is_always_worked_and_never_early(period: Period, start: date) -> None:
    due = FRANCE.due_day(period, start).day

    assert FRANCE.is_working(due)
    assert due - start >= timedelta(days=period.count)


@given(PERIODS, DAYS_OF_THE_CENTURY)
def test_who_starts_later_never_ends_earlier(period: Period, start: date) -> None:
    assert FRANCE.due_day(period, start).day <= FRANCE.due_day(period, start + timedelta(days=1)).day


def test_holidays_may_be_a_plain_set() -> None:
    calendar = WorkingCalendar(frozenset({date(2026, 3, 11)}))

    assert calendar.due_day(Period(1, DAYS), date(2026, 3, 10)).day == date(2026, 3, 12)
    assert calendar.why_closed(date(2026, 3, 11)) == "public_holiday"
