"""The reads of listings: public, no token."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi import Query as Parameter

from services.catalogue.listing.domain.public import public_listing
from services.catalogue.listing.queries import LAST_PAGE, LONGEST_QUERY, Search, listing_of, public, search_after, today
from shared.contracts.vocabulary import Typology
from shared.http.answers import BRIEFLY, json_answer
from shared.http.bodies import as_json
from shared.http.reads import After

router = APIRouter(tags=["listing"])
LARGEST_PAGE = 100


@router.get("/listings", summary="Search the catalogue")
async def listings(  # noqa: PLR0913, PLR0917  # the parameters of its query
    request: Request,
    q: Annotated[str, Parameter(max_length=LONGEST_QUERY, description="Words; accents and case do not count")] = "",
    category: str | None = None,
    typology: Typology | None = None,
    page: Annotated[int, Parameter(ge=1, le=LAST_PAGE, description="For people; programs follow `next`")] = 1,
    after: After = None,
    limit: Annotated[int, Parameter(ge=1, le=LARGEST_PAGE)] = 20,
) -> Response:
    """Published listings by name; suspended and expired ones are not listed here but have a page."""
    by_category, rows = await search_after(request, Search(q, category or None, typology), after, (page, limit))
    shown = rows[:limit]
    total = by_category.get(category, 0) if category else sum(by_category.values())
    day = today(request)
    body = {
        "listings": [public_listing(listing_of(one, day)) for one in shown],
        "total": total,
        "by_category": by_category,
        "page": page,
        "next": shown[-1].id if len(rows) > limit else None,
    }
    return json_answer(body, cache=BRIEFLY)


@router.get("/listings/{id}", summary="One listing")
async def listing(request: Request, id: str) -> Response:  # noqa: A002
    """One listing, also where it is suspended or expired. Its ETag is its version, until a day changes it."""
    found, one = await public(request)
    record = public_listing(found)
    body: dict[str, Any] = {**as_json(record), "suspended_on": found.suspended_on, "version": one.version}
    return json_answer(body, version=one.version, by_version=found.state == one.state, cache=BRIEFLY)
