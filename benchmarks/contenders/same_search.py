"""The catalogue's own queries, for whoever runs the same SQL without the rest."""

from datetime import UTC, date, datetime

from services.catalogue.listing.queries import Search, search_queries
from shared.calendar.paris import paris_day

COUNTS, PAGE = search_queries(Search())
LIMIT = 20


def today() -> date:
    """The legal day."""
    return paris_day(datetime.now(UTC))


def arguments(words: str) -> dict[str, object]:
    """What the queries are asked with."""
    return {**Search(words).values(today()), "limit": LIMIT, "offset": 0}
