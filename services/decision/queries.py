"""Decision's reads."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlmodel import col, select

from services.decision.tables import DECISION_FILE, SANCTION_FILE, DecisionFileRow, SanctionFileRow
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import After, Limit, listed, page, row, rows, shown
from shared.identity.actor import Role

router = APIRouter()
STAFF = (Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)


@router.get("/dossiers/{id}", summary="One decision file", tags=["decision_file"])
async def decision_file(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """Report, opinion, reservations, tests, convention and decision. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, DecisionFileRow, path_id(request))
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    return shown(DECISION_FILE, found, tests_state=found.tests_state, convention_state=found.convention_state)


@router.get("/dossiers", summary="Decision files, by state", tags=["decision_file"])
async def decision_files(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> JSONResponse:
    """A page of decision files in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    statement = select(DecisionFileRow)
    if state:
        statement = statement.where(col(DecisionFileRow.state) == state)
    if not actor.acting_as(*STAFF):
        # none for a publisher of no organisation: a file whose report is still awaited has none either
        statement = statement.where(col(DecisionFileRow.organisation) == (actor.organisation or ""))
    found = await rows(request, page(statement, DecisionFileRow, after, limit))
    return listed("dossiers", found, limit, "service_name", "tests_state", "convention_state")


@router.get("/cases/{id}", summary="One sanction file", tags=["sanction_file"])
async def sanction_file(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """What was proposed and what became of it; for staff."""
    await doors_of(request).reader(request, *STAFF)
    return shown(SANCTION_FILE, await row(request, SanctionFileRow, path_id(request)))


@router.get("/cases", summary="Sanction files, by state", tags=["sanction_file"])
async def sanction_files(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> JSONResponse:
    """A page of sanction files in id order; for staff."""
    await doors_of(request).reader(request, *STAFF)
    statement = select(SanctionFileRow)
    if state:
        statement = statement.where(col(SanctionFileRow.state) == state)
    found = await rows(request, page(statement, SanctionFileRow, after, limit))
    return listed("cases", found, limit, "listing", "rung")
