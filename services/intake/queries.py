"""Intake's reads."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from sqlmodel import col, select

from services.intake.tables import APPLICATION, ApplicationRow
from services.intake.tracking import follow_up_url
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import After, Limit, listed, page, row, rows, shown
from shared.identity.actor import Actor, Role

router = APIRouter(tags=["application"])
STAFF = (Role.DESK_OFFICER, Role.EVALUATOR, Role.COMMISSION_SECRETARY, Role.MINISTER_DELEGATE, Role.AUDITOR)


async def readable(request: Request) -> tuple[Actor, ApplicationRow]:
    """Who reads the application that the path names, and its row; the publisher's remarks are for itself alone.

    Problem not_your_dossier: another publisher's.
    """
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, ApplicationRow, path_id(request))
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    if not actor.belongs_to(found.organisation):
        found.body = {**found.body, "notes": {}}
    return actor, found


@router.get("/dossiers/{id}", summary="One application")
async def application(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """The whole application. A publisher sees its own only, with the links to its pages."""
    actor, found = await readable(request)
    if not actor.belongs_to(found.organisation):
        return shown(APPLICATION, found)
    settings = request.app.state.settings
    return shown(
        APPLICATION,
        found,
        follow_up_url=follow_up_url(found.id, settings.tracking_secret, settings.root_path),
        filling_url=f"{settings.root_path}/dossiers/{found.id}/remplir",
    )


@router.get("/dossiers", summary="Applications, by state")
async def applications(
    request: Request, state: str | None = None, after: After = None, limit: Limit = 50
) -> JSONResponse:
    """A page of applications in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    statement = select(ApplicationRow)
    if state:
        statement = statement.where(col(ApplicationRow.state) == state)
    if not actor.acting_as(*STAFF):
        statement = statement.where(col(ApplicationRow.organisation) == actor.organisation)
    found = await rows(request, page(statement, ApplicationRow, after, limit))
    return listed("applications", found, limit, "service_name")
