"""Decision's reads."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlmodel import col, select

from services.decision.tables import DECISION_FILE, SANCTION_FILE, DecisionFileRow, SanctionFileRow
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import LARGEST_PAGE, page, row, rows, shown
from shared.identity.actor import Actor, Role

router = APIRouter()
STAFF = (Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)


@router.get("/dossiers/{id}", summary="One decision file", tags=["decision_file"])
async def decision_file(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """Report, opinion, reservations, tests, convention and decision. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, DecisionFileRow, path_id(request))
    if not _is_staff(actor) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    return shown(DECISION_FILE, found, tests_state=found.tests_state, convention_state=found.convention_state)


@router.get("/dossiers", summary="Decision files, by state", tags=["decision_file"])
async def decision_files(
    request: Request, state: str | None = None, after: str | None = None, limit: int = 50
) -> JSONResponse:
    """A page of decision files in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    statement = select(DecisionFileRow)
    if state:
        statement = statement.where(col(DecisionFileRow.state) == state)
    if not _is_staff(actor):
        # none for a publisher of no organisation: a file whose report is still awaited has none either
        statement = statement.where(col(DecisionFileRow.organisation) == (actor.organisation or ""))
    found = await rows(request, page(statement, DecisionFileRow, after, limit))
    listed = [
        {
            "id": one.id,
            "state": one.state,
            "service": one.service_name,
            "tests": one.tests_state,
            "convention": one.convention_state,
            "version": one.version,
        }
        for one in found
    ]
    return JSONResponse({"dossiers": listed, "next": _next([one.id for one in found], limit)})


@router.get("/cases/{id}", summary="One sanction file", tags=["sanction_file"])
async def sanction_file(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """What was proposed and what became of it; for staff."""
    await doors_of(request).reader(request, *STAFF)
    return shown(SANCTION_FILE, await row(request, SanctionFileRow, path_id(request)))


@router.get("/cases", summary="Sanction files, by state", tags=["sanction_file"])
async def sanction_files(
    request: Request, state: str | None = None, after: str | None = None, limit: int = 50
) -> JSONResponse:
    """A page of sanction files in id order; for staff."""
    await doors_of(request).reader(request, *STAFF)
    statement = select(SanctionFileRow)
    if state:
        statement = statement.where(col(SanctionFileRow.state) == state)
    found = await rows(request, page(statement, SanctionFileRow, after, limit))
    listed = [
        {"id": one.id, "state": one.state, "listing": one.listing, "rung": one.rung, "version": one.version}
        for one in found
    ]
    return JSONResponse({"cases": listed, "next": _next([one.id for one in found], limit)})


def _is_staff(actor: Actor) -> bool:
    return any(actor.has(role) for role in STAFF)


def _next(ids: list[str], limit: int) -> str | None:
    """Where the next page starts; None once a page is not full."""
    return ids[-1] if ids and len(ids) >= min(max(limit, 1), LARGEST_PAGE) else None
