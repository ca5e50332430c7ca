"""The reads of watches: for staff."""

from fastapi import APIRouter, Request, Response

from services.surveillance.staff import STAFF
from services.surveillance.watch.rows import WATCH, WatchRow
from shared.http.context import http_context
from shared.http.reads import After, Limit, listed, row, shown

router = APIRouter(tags=["watch"])


@router.get("/watches/{id}", summary="What is known of one listing")
async def watch(request: Request, id: str) -> Response:  # noqa: A002
    """One watch."""
    await http_context(request).reader(request, *STAFF)
    return shown(WATCH, await row(request, WatchRow))


@router.get("/watches", summary="Listings watched, by state")
async def watches(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> Response:
    """A page of watches in id order."""
    await http_context(request).reader(request, *STAFF)
    columns, where = ("listing", "service_name", "typology", "ends_on"), {"state": state or None}
    return await listed(request, "watches", WatchRow, columns, where, (after, limit))
