"""Catalogue's reads: public, no token."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import msgspec
import sqlalchemy as sa
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from services.catalogue.domain.listing import Listing, State
from services.catalogue.domain.public import public_listing
from services.catalogue.domain.words import folded
from services.catalogue.tables import ListingRow
from shared.calendar.paris import paris_day
from shared.contracts.catalogue import PublicListing
from shared.contracts.vocabulary import Typology
from shared.http.bodies import as_json
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import row, rows

router = APIRouter(tags=["listing"])
LONGEST_QUERY, LARGEST_PAGE, LAST_PAGE = 200, 100, 10_000


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for among the published listings: every word must occur, accents and case do not count."""

    q: str = ""
    category: str | None = None
    typology: Typology | None = None

    def conditions(self, day: date, *, any_category: bool = False) -> list[sa.ColumnElement[bool]]:
        """The same as SQL. What ends by `day` is left out even where its timer has not fired yet."""
        words = folded("".join(sign if sign.isprintable() else " " for sign in self.q[:LONGEST_QUERY])).split()
        found = [col(ListingRow.state) == State.PUBLISHED.value, col(ListingRow.ends_on) > day]
        found += [col(ListingRow.search).contains(word, autoescape=True) for word in words]
        if self.category and not any_category:
            found.append(col(ListingRow.category) == self.category)
        if self.typology:
            found.append(col(ListingRow.typology) == self.typology.value)
        return found


def today(request: Request) -> date:
    """The legal day."""
    return paris_day(doors_of(request).shell.world.clock.now())


def listing_of(one: ListingRow, day: date) -> Listing:
    """The listing of a row as it stands on that day."""
    listing = msgspec.convert(one.body, Listing)
    return replace(listing, state=listing.state_on(day))


async def public(request: Request) -> tuple[Listing, ListingRow]:
    """The public listing that the path names, as of today. Problem not_found."""
    one = await row(request, ListingRow, path_id(request))
    listing = listing_of(one, today(request))
    if public_listing(listing) is None:
        raise Problem("not_found")
    return listing, one


async def found_page(request: Request, search: Search, page: int, limit: int) -> Sequence[ListingRow]:
    """One page of results, by name."""
    statement: SelectOfScalar[ListingRow] = select(ListingRow).where(*search.conditions(today(request)))
    ordered = statement.order_by(col(ListingRow.sorting), col(ListingRow.id))
    return await rows(request, ordered.offset((page - 1) * limit).limit(limit))


async def counts(request: Request, search: Search) -> dict[str, int]:
    """How many listings match by category, whatever category is asked for. Problem unavailable."""
    category = col(ListingRow.category)
    conditions = search.conditions(today(request), any_category=True)
    statement = sa.select(category, sa.func.count()).where(*conditions).group_by(category)
    try:
        async with doors_of(request).engine.connect() as conn:
            return {str(name): number for name, number in await conn.execute(statement)}
    except OSError as error:
        raise Problem("unavailable", "the database cannot be reached") from error


@router.get("/listings", summary="Search the catalogue")
async def listings(
    request: Request,
    q: Annotated[str, Query(max_length=LONGEST_QUERY, description="Words; accents and case do not count")] = "",
    category: str | None = None,
    typology: Typology | None = None,
    page: Annotated[int, Query(ge=1, le=LAST_PAGE)] = 1,
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
) -> JSONResponse:
    """Published listings by name; suspended and expired ones are not found here but have their page."""
    search = Search(q, category, typology)
    by_category = await counts(request, search)
    total = by_category.get(category, 0) if category else sum(by_category.values())
    found = await found_page(request, search, page, limit)
    day = today(request)
    body = {
        "listings": [as_json(public_listing(listing_of(one, day))) for one in found],
        "total": total,
        "by_category": by_category,
        "page": page,
        "next": page + 1 if page * limit < total else None,
    }
    return JSONResponse(body)


@router.get("/listings/{id}", summary="One listing")
async def listing(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One listing, also where it is suspended or expired."""
    found, one = await public(request)
    record = public_listing(found)
    assert isinstance(record, PublicListing)
    body: dict[str, Any] = {**as_json(record), "suspended_on": as_json(found.suspended_on), "version": one.version}
    return JSONResponse(body, headers={"etag": f'"{one.version}"'})
