"""Decision's reads."""

from fastapi import APIRouter, Request, Response

from services.decision.tables import DECISION_FILE, SANCTION_FILE, DecisionFileRow, SanctionFileRow
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import After, Limit, listed, own, row, shown
from shared.identity.actor import Role

router = APIRouter()
STAFF = (Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)


@router.get("/dossiers/{id}", summary="One decision file", tags=["decision_file"])
async def decision_file(request: Request, id: str) -> Response:  # noqa: A002
    """Report, opinion, reservations, tests, convention and decision. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, DecisionFileRow)
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    return shown(DECISION_FILE, found, tests_state=found.tests_state, convention_state=found.convention_state)


@router.get("/dossiers", summary="Decision files, by state", tags=["decision_file"])
async def decision_files(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> Response:
    """A page of decision files in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    columns = ("service_name", "tests_state", "convention_state")
    where = {"state": state or None, **own(actor, *STAFF)}
    return await listed(request, "dossiers", DecisionFileRow, columns, where, (after, limit))


@router.get("/cases/{id}", summary="One sanction file", tags=["sanction_file"])
async def sanction_file(request: Request, id: str) -> Response:  # noqa: A002
    """What was proposed and what became of it; for staff."""
    await doors_of(request).reader(request, *STAFF)
    return shown(SANCTION_FILE, await row(request, SanctionFileRow))


@router.get("/cases", summary="Sanction files, by state", tags=["sanction_file"])
async def sanction_files(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> Response:
    """A page of sanction files in id order; for staff."""
    await doors_of(request).reader(request, *STAFF)
    columns, where = ("listing", "rung"), {"state": state or None}
    return await listed(request, "cases", SanctionFileRow, columns, where, (after, limit))
