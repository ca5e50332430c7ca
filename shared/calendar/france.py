"""The working calendar of metropolitan France."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

from shared.calendar.periods import WorkingCalendar

FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""Month and day of those that stay where they are."""
AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension and Whit Monday, in days after Easter."""


@lru_cache(maxsize=64)
def public_holidays(year: int) -> frozenset[date]:
    """The public holidays («jours fériés») of a year in metropolitan France, without those of Alsace-Moselle.

    Code du travail, L.3133-1.
    """
    movable = (easter(year) + timedelta(days=days) for days in AFTER_EASTER)
    return frozenset((*(date(year, month, day) for month, day in FIXED), *movable))


def is_public_holiday(day: date) -> bool:
    """Whether nobody works in France that day by law; each year is computed when first asked for."""
    return day in public_holidays(day.year)


FRANCE = WorkingCalendar(is_public_holiday)
"""The calendar of every legal time limit of the process."""
