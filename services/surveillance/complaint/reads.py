"""The reads of complaints: their words for the desk and the author only."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.surveillance.complaint.rows import COMPLAINT, ComplaintRow
from services.surveillance.staff import STAFF
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, page, row, shown
from shared.http.reads import listing as listing_of
from shared.identity.actor import Role

router = APIRouter(tags=["complaint"])


@router.get("/complaints/{id}", summary="One complaint")
async def complaint(request: Request, id: str) -> Response:  # noqa: A002
    """One complaint; its words and its author for the desk and its author only."""
    actor = await http_context(request).reader(request, Role.HOLDER, *STAFF)
    found = await row(request, ComplaintRow)
    whole = actor.has(Role.DESK_OFFICER) or found.complainant == actor.id
    if not whole and not actor.acting_as(*STAFF):
        raise Problem("not_found")
    what = "complaint" if whole else "complaint_without_words"
    await journal_read(request, actor, Read(what, [found.id], found.dossier))
    if whole:
        return shown(COMPLAINT, found)
    return shown(COMPLAINT, found, by_version=False, text=None, complainant=None)


@router.get("/complaints", summary="Complaints, by state or listing")
async def complaints(
    request: Request,
    state: str | None = None,
    listing: UUID | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """A page of complaints in id order, without their words. A complainant sees its own only."""
    actor = await http_context(request).reader(request, Role.HOLDER, *STAFF)
    theirs = {} if actor.acting_as(*STAFF) else {"complainant": actor.id}
    where = {"state": state or None, "listing": listing, **theirs}
    columns = ("listing", "category", "severity")
    found = await page(request, ComplaintRow, columns, where, (after, limit))
    await journal_read(request, actor, Read("complaints", [one.id for one in found]))
    return listing_of("complaints", found, (after, limit))
