"""Days in a dossier file: fixed ("2026-03-01"), or relative to the demonstration's day ("-30d"), so that none ages."""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field

RELATIVE = re.compile(r"([+-]\d{1,5})d")
PATTERN = r"^(\d{4}-\d{2}-\d{2}|[+-]\d{1,5}d)$"


def resolved(day: str, today: date) -> date:
    """The day meant. ValueError: neither YYYY-MM-DD nor a signed number of days such as -30d."""
    relative = RELATIVE.fullmatch(day)
    return today + timedelta(days=int(relative[1])) if relative else date.fromisoformat(day)


def _meant(day: str) -> str:
    resolved(day, date(2000, 1, 1))
    return day


Day = Annotated[str, Field(pattern=PATTERN), AfterValidator(_meant)]
"""A day as it is written in the file."""
