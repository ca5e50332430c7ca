"""The reads of sanction files: for staff."""

from fastapi import APIRouter, Request, Response

from services.decision.sanction.rows import SANCTION_FILE, SanctionFileRow
from services.decision.staff import STAFF
from shared.http.context import http_context
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, row, shown

router = APIRouter(tags=["sanction_file"])


@router.get("/cases/{id}", summary="One sanction file")
async def sanction_file(request: Request, id: str) -> Response:  # noqa: A002
    """What was proposed and what became of it; for staff."""
    actor = await http_context(request).reader(request, *STAFF)
    found = await row(request, SanctionFileRow)
    await journal_read(request, actor, Read("sanction_file", [found.id], found.dossier))
    return shown(SANCTION_FILE, found)


@router.get("/cases", summary="Sanction files, by state")
async def sanction_files(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> Response:
    """A page of sanction files in id order; for staff."""
    await http_context(request).reader(request, *STAFF)
    columns, where = ("listing", "rung"), {"state": state or None}
    return await listed(request, "cases", SanctionFileRow, columns, where, (after, limit))
