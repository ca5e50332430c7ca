"""The queries behind the public reads and pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col

from services.catalogue.listing.domain.public import public_listing
from services.catalogue.listing.domain.state import Listing, State
from services.catalogue.listing.rows import LISTING, ListingRow
from shared.calendar.paris import paris_day
from shared.contracts.vocabulary import Typology
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.reads import fetch, fetch_all, row
from shared.persistence.read_pool import Row
from shared.persistence.statements import Query, columns_of, parameter
from shared.texts.folding import folded

LONGEST_QUERY, LAST_PAGE = 200, 10_000
WILD, ESCAPED = re.compile(r"[\\%_]"), r"\\\g<0>"
"""Characters with a meaning in a LIKE pattern."""
KNOWN = Query(sa.select(col(ListingRow.id)).where(col(ListingRow.id) == parameter("after", col(ListingRow.id))))


@dataclass(frozen=True, slots=True)
class Search:
    """A search among the published listings: every word must occur, accents and case do not count."""

    q: str = ""
    category: str | None = None
    typology: Typology | None = None

    def values(self, day: date) -> dict[str, object]:
        """The parameters of the queries. A listing that ended by `day` is left out even before its deadline fires."""
        words = folded("".join(sign if sign.isprintable() else " " for sign in self.q[:LONGEST_QUERY])).split()
        filters = {"category": self.category, "typology": self.typology and self.typology.value}
        patterns = [f"%{WILD.sub(ESCAPED, word)}%" for word in words]
        return {"day": day, "words": patterns, **{name: value for name, value in filters.items() if value}}


def today(request: Request) -> date:
    """The legal day."""
    return paris_day(http_context(request).shell.context.clock.now())


def listing_of(one: Row, day: date) -> Listing:
    """The listing of a row as it stands on that day."""
    listing = LISTING.decode(one.body)
    state = listing.state_on(day)
    return listing if state is listing.state else replace(listing, state=state)


async def public(request: Request) -> tuple[Listing, Row]:
    """The public listing that the path names, as of today. Problem not_found."""
    one = await row(request, ListingRow, columns=("id", "state", "version", "body"))
    listing = listing_of(one, today(request))
    if public_listing(listing) is None:
        raise Problem("not_found")
    return listing, one


async def search_page(request: Request, search: Search, page: int, limit: int) -> tuple[dict[str, int], Sequence[Row]]:
    """A numbered page of results by name, for people; how many match by category, whatever category is asked for.

    Problem unavailable.
    """
    return await _search(request, search, search_queries(search), limit=limit, offset=(page - 1) * limit)


async def search_after(
    request: Request, search: Search, after: UUID | None, slice_: tuple[int, int]
) -> tuple[dict[str, int], Sequence[Row]]:
    """The results by name that follow a listing, whether or not it is still found; one more than asked for.

    Without a listing: the page of that number.

    A published name never changes and no row goes away, so none is skipped while others end.
    Problem: cursor_unknown, unavailable.
    """
    page, limit = slice_
    start = {"after": str(after), "offset": 0} if after else {"offset": (page - 1) * limit}
    queries = search_queries(search, follows=after is not None)
    counts, rows = await _search(request, search, queries, limit=limit + 1, **start)
    if after and not rows and not await fetch(request, KNOWN, after=str(after)):
        raise Problem("cursor_unknown")
    return counts, rows


async def _search(
    request: Request, search: Search, queries: tuple[Query, Query], **paging: object
) -> tuple[dict[str, int], Sequence[Row]]:
    values = search.values(today(request))
    counts, rows = await fetch_all(request, (queries[0], values), (queries[1], values | paging))
    return {str(one.category): one.number for one in counts}, rows


def search_queries(search: Search, *, follows: bool = False) -> tuple[Query, Query]:
    """How many there are by category; one page of them, or what follows the listing `after`."""
    by_category, by_typology = search.category is not None, search.typology is not None
    return _counts(by_typology), _page(by_category, by_typology, follows)


@lru_cache
def _page(by_category: bool, by_typology: bool, follows: bool) -> Query:
    ordered = sa.select(*columns_of(ListingRow, "id", "body")).where(*_conditions(by_category, by_typology))
    if follows:
        after = parameter("after", col(ListingRow.id))
        name = sa.select(col(ListingRow.sorting)).where(col(ListingRow.id) == after).scalar_subquery()
        ordered = ordered.where(sa.tuple_(col(ListingRow.sorting), col(ListingRow.id)) > sa.tuple_(name, after))
    ordered = ordered.order_by(col(ListingRow.sorting), col(ListingRow.id))
    return Query(ordered.limit(sa.bindparam("limit")).offset(sa.bindparam("offset")))


@lru_cache
def _counts(by_typology: bool) -> Query:
    category = col(ListingRow.category)
    statement = sa.select(category, sa.func.count().label("number")).where(*_conditions(False, by_typology))
    return Query(statement.group_by(category))


def _conditions(by_category: bool, by_typology: bool) -> list[sa.ColumnElement[bool]]:
    words = sa.func.all(sa.bindparam("words", type_=sa.ARRAY(sa.Text)))
    conditions = [
        col(ListingRow.state) == State.PUBLISHED.value,
        col(ListingRow.ends_on) > parameter("day", col(ListingRow.ends_on)),
        col(ListingRow.search).op("LIKE", is_comparison=True)(words),
    ]
    if by_category:
        conditions.append(col(ListingRow.category) == parameter("category", col(ListingRow.category)))
    if by_typology:
        conditions.append(col(ListingRow.typology) == parameter("typology", col(ListingRow.typology)))
    return conditions
