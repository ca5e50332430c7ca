"""Surveillance's reads: who sees what of complaints, cases, campaigns and listings watched."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from sqlmodel import col, select

from services.surveillance.domain.sampling import Member, population_text
from services.surveillance.tables import (
    CAMPAIGN,
    CASE,
    COMPLAINT,
    WATCH,
    CampaignRow,
    CaseRow,
    ComplaintRow,
    WatchRow,
)
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import After, Limit, listed, page, row, rows, shown
from shared.identity.actor import Role

router = APIRouter()
STAFF = (Role.DESK_OFFICER, Role.AUDITOR, Role.MINISTER_DELEGATE)


@router.get("/complaints/{id}", tags=["complaint"], summary="One complaint")
async def complaint(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One complaint; its words and its author for the desk and its author only."""
    actor = await doors_of(request).reader(request, Role.HOLDER, *STAFF)
    found = await row(request, ComplaintRow, path_id(request))
    if actor.has(Role.DESK_OFFICER) or found.complainant == actor.id:
        return shown(COMPLAINT, found)
    if not actor.acting_as(*STAFF):
        raise Problem("not_found")
    return shown(COMPLAINT, found, text=None, complainant=None)


@router.get("/complaints", tags=["complaint"], summary="Complaints, by state or listing")
async def complaints(
    request: Request,
    state: str | None = None,
    listing: UUID | None = None,
    after: After = None,
    limit: Limit = 50,
) -> JSONResponse:
    """A page of complaints in id order, without their words. A complainant sees its own only."""
    actor = await doors_of(request).reader(request, Role.HOLDER, *STAFF)
    statement = select(ComplaintRow)
    if state:
        statement = statement.where(col(ComplaintRow.state) == state)
    if listing:
        statement = statement.where(col(ComplaintRow.listing) == str(listing))
    if not actor.acting_as(*STAFF):
        statement = statement.where(col(ComplaintRow.complainant) == actor.id)
    found = await rows(request, page(statement, ComplaintRow, after, limit))
    return listed("complaints", found, limit, "listing", "category", "severity")


@router.get("/cases/{id}", tags=["case"], summary="One non-compliance case")
async def case(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One case with its observations. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, CaseRow, path_id(request))
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    return shown(CASE, found)


@router.get("/cases", tags=["case"], summary="Non-compliance cases, by state")
async def cases(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> JSONResponse:
    """A page of cases in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    statement = select(CaseRow)
    if state:
        statement = statement.where(col(CaseRow.state) == state)
    if not actor.acting_as(*STAFF):
        statement = statement.where(col(CaseRow.organisation) == (actor.organisation or ""))
    found = await rows(request, page(statement, CaseRow, after, limit))
    return listed("cases", found, limit, "listing", "dossier")


@router.get("/campaigns/{id}", tags=["campaign"], summary="One sampling campaign")
async def campaign(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One campaign with its frozen population."""
    await doors_of(request).reader(request, *STAFF)
    return shown(CAMPAIGN, await row(request, CampaignRow, path_id(request)))


@router.get("/campaigns/{id}/population", tags=["campaign"], summary="The population, as it was hashed")
async def population(request: Request, id: str) -> PlainTextResponse:  # noqa: A002
    """The text whose SHA-256 was published when the campaign was planned."""
    await doors_of(request).reader(request, *STAFF)
    found = await row(request, CampaignRow, path_id(request))
    return PlainTextResponse(population_text(msgspec.convert(found.body["population"], tuple[Member, ...])))


@router.get("/campaigns", tags=["campaign"], summary="Sampling campaigns")
async def campaigns(request: Request, after: After = None, limit: Limit = 50) -> JSONResponse:
    """A page of campaigns in id order."""
    await doors_of(request).reader(request, *STAFF)
    found = await rows(request, page(select(CampaignRow), CampaignRow, after, limit))
    return listed("campaigns", found, limit, "planned_on", "drawn_on")


@router.get("/watches/{id}", tags=["watch"], summary="What is known of one listing")
async def watch(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One watch."""
    await doors_of(request).reader(request, *STAFF)
    return shown(WATCH, await row(request, WatchRow, path_id(request)))


@router.get("/watches", tags=["watch"], summary="Listings watched, by state")
async def watches(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> JSONResponse:
    """A page of watches in id order."""
    await doors_of(request).reader(request, *STAFF)
    statement = select(WatchRow)
    if state:
        statement = statement.where(col(WatchRow.state) == state)
    found = await rows(request, page(statement, WatchRow, after, limit))
    return listed("watches", found, limit, "listing", "service_name", "typology", "ends_on")
