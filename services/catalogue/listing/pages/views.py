"""The public pages of the catalogue (« catalogue de services »). Read by everybody, no token, no cookie."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from math import ceil
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.catalogue.listing.domain.state import Grant, State
from services.catalogue.listing.pages.words import WORDS
from services.catalogue.listing.queries import (
    LAST_PAGE,
    LONGEST_QUERY,
    Search,
    listing_of,
    public,
    search_page,
    today,
)
from shared.contracts.vocabulary import Typology
from shared.http.context import http_context
from shared.http.pages import Pages
from shared.http.problems import Problem
from shared.programme.procedure import Choice
from shared.programme.vocabulary import Title

router = APIRouter(include_in_schema=False)
PAGES = Pages(Path(__file__).parent / "templates", WORDS)
PER_PAGE = 20
ONE_DAY = timedelta(days=1)


@router.get("/")
async def catalogue(
    request: Request, q: str = "", category: str = "", typology: str = "", page: str = "1"
) -> HTMLResponse:
    """Search and browse. An unknown value in the address falls back to the plain catalogue, never to an error."""
    day = today(request)
    categories = http_context(request).shell.context.programmes.in_force_on(day).categories
    search = Search(q[:LONGEST_QUERY], _known(category, categories), _typology(typology))
    by_category, rows = await search_page(request, search, asked := _number(page), PER_PAGE)
    total = sum(by_category.values())
    found = by_category.get(search.category, 0) if search.category else total
    pages = max(ceil(found / PER_PAGE), 1)
    number = min(asked, pages)
    if number < asked:  # there is no such page any more
        _, rows = await search_page(request, search, number, PER_PAGE)
    return PAGES.render(
        request,
        "catalogue.html",
        search=search,
        categories=categories,
        by_category=by_category,
        titles={choice.id: choice.title for choice in categories},
        cards=[_card(listing_of(row, day).grant) | {"id": row.id} for row in rows],
        total=total,
        found=found,
        page=number,
        pages=pages,
        largest=LONGEST_QUERY,
    )


@router.get("/services/{id}")
async def service(request: Request, id: str) -> HTMLResponse:  # noqa: A002
    """One service: its listing now, suspended or over included."""
    try:
        listing, _ = await public(request)
    except Problem as problem:
        if problem.code == "not_found":
            return PAGES.missing(request)
        raise
    assert listing.grant
    programmes = http_context(request).shell.context.programmes
    categories = programmes.version(listing.grant.programme).categories
    titles: Mapping[str, Title] = {choice.id: choice.title for choice in categories}
    return PAGES.render(
        request,
        "service.html",
        listing=listing,
        state=listing.state.value,
        is_published=listing.state is State.PUBLISHED,
        category=titles.get(listing.grant.service.category),
        forms=[programmes.label(form) for form in listing.grant.service.forms],
        **_card(listing.grant),
    )


def _card(grant: Grant | None) -> dict[str, Any]:
    assert grant
    url = grant.service.url or ""
    return {
        "service": grant.service,
        "grant": grant,
        "last_day": grant.ends_on - ONE_DAY,
        "url": url if url.startswith(("https://", "http://")) else None,
    }


def _known(category: str, categories: Sequence[Choice]) -> str | None:
    return category if category in [choice.id for choice in categories] else None


def _typology(text: str) -> Typology | None:
    return Typology(text) if text in list(Typology) else None


def _number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < len("100000") else 1
