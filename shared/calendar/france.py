"""The working calendar of metropolitan France."""

from datetime import date
from functools import lru_cache

import holidays

from shared.calendar.periods import WorkingCalendar


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays («jours fériés») of a year in metropolitan France, without those of Alsace-Moselle."""
    return frozenset(holidays.country_holidays("FR", years=year))


def is_public_holiday(day: date) -> bool:
    """Whether nobody works in France that day by law; each year is computed when first asked for."""
    return day in public_holidays(day.year)


FRANCE = WorkingCalendar(is_public_holiday)
"""The calendar of every legal time limit of the process."""
