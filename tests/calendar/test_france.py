"""The eleven public holidays of metropolitan France."""

from datetime import date

import holidays
import pytest

from shared.calendar.france import FRANCE, public_holidays


def test_the_public_holidays_of_2026() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 8),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 14),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]


def test_the_holidays_of_alsace_moselle_are_worked() -> None:
    assert FRANCE.is_working(date(2025, 4, 18))
    assert FRANCE.is_working(date(2025, 12, 26))


def test_why_nobody_works_is_told() -> None:
    assert FRANCE.why_closed(date(2026, 3, 14)) == "saturday"
    assert FRANCE.why_closed(date(2026, 3, 15)) == "sunday"
    assert FRANCE.why_closed(date(2026, 11, 11)) == "public_holiday"
    assert FRANCE.why_closed(date(2026, 11, 12)) == ""


@pytest.mark.parametrize("year", range(2008, 2101))
def test_the_days_are_those_of_the_library_of_all_countries(year: int) -> None:
    assert set(public_holidays(year)) == set(holidays.country_holidays("FR", years=year))
