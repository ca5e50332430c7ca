"""The years in which a day of this register can lie: before or after, somebody mistyped it or meant "no end"."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2999


def is_plausible(day: date | None) -> bool:
    """Whether an event may carry that day."""
    return day is None or FIRST_YEAR <= day.year <= LAST_YEAR
