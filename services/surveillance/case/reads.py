"""The reads of non-compliance cases: for staff, and for the publisher of the service."""

from fastapi import APIRouter, Request, Response

from services.surveillance.case.rows import CASE, CaseRow
from services.surveillance.staff import STAFF
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, own, row, shown
from shared.identity.actor import Role

router = APIRouter(tags=["case"])


@router.get("/cases/{id}", summary="One non-compliance case")
async def case(request: Request, id: str) -> Response:  # noqa: A002
    """One case with its observations. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, CaseRow)
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    await journal_read(request, actor, Read("case", [found.id], found.dossier))
    return shown(CASE, found)


@router.get("/cases", summary="Non-compliance cases, by state")
async def cases(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> Response:
    """A page of cases in id order. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    where = {"state": state or None, **own(actor, *STAFF)}
    return await listed(request, "cases", CaseRow, ("listing", "dossier"), where, (after, limit))
