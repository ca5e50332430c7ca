"""Instants and days: instants are aware and stored in UTC, legal days are those of Europe/Paris."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def paris_midnight(day: date) -> datetime:
    """The instant, in UTC, at which this day begins in Paris."""
    return datetime.combine(day, time(), PARIS).astimezone(UTC)


def paris_day(instant: datetime) -> date:
    """The day it is in Paris at this instant; an instant without time zone is refused."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its time zone")
    return instant.astimezone(PARIS).date()
