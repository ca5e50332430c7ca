"""The reads of decision files."""

from fastapi import APIRouter, Request, Response

from services.decision.decision_file.rows import DECISION_FILE, DecisionFileRow
from services.decision.staff import STAFF
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, own, row, shown
from shared.identity.actor import Role

router = APIRouter(tags=["decision_file"])


@router.get("/dossiers/{id}", summary="One decision file")
async def decision_file(request: Request, id: str) -> Response:  # noqa: A002
    """Report, opinion, reservations, tests, convention and decision. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, DecisionFileRow)
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    await journal_read(request, actor, Read("decision_file", [found.id], found.dossier))
    return shown(DECISION_FILE, found, tests_state=found.tests_state, convention_state=found.convention_state)


@router.get("/dossiers", summary="Decision files, by state")
async def decision_files(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> Response:
    """A page of decision files in id order. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    columns = ("service_name", "tests_state", "convention_state")
    where = {"state": state or None, **own(actor, *STAFF)}
    return await listed(request, "dossiers", DecisionFileRow, columns, where, (after, limit))
