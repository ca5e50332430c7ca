"""Surveillance's reads: who sees what of complaints, cases, campaigns and listings watched."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
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
from shared.delivery.tables import AggregateRow
from shared.http.commands import path_id
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import LARGEST_PAGE, page, row, rows, shown
from shared.identity.actor import Actor, Role

router = APIRouter()
STAFF = (Role.DESK_OFFICER, Role.AUDITOR, Role.MINISTER_DELEGATE)
Limit = Annotated[int, Query(ge=1, le=LARGEST_PAGE)]


@router.get("/complaints/{id}", tags=["complaint"], summary="One complaint")
async def complaint(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One complaint; its words and its author for the desk and its author only."""
    actor = await doors_of(request).reader(request, Role.HOLDER, *STAFF)
    found = await row(request, ComplaintRow, path_id(request))
    if actor.has(Role.DESK_OFFICER) or found.complainant == actor.id:
        return shown(COMPLAINT, found)
    if not _is_staff(actor):
        raise Problem("not_found")
    return shown(COMPLAINT, found, text=None, complainant=None)


@router.get("/complaints", tags=["complaint"], summary="Complaints, by state or listing")
async def complaints(
    request: Request,
    state: str | None = None,
    listing: UUID | None = None,
    after: UUID | None = None,
    limit: Limit = 50,
) -> JSONResponse:
    """A page of complaints in id order, without their words. A complainant sees its own only."""
    actor = await doors_of(request).reader(request, Role.HOLDER, *STAFF)
    statement = select(ComplaintRow)
    if state:
        statement = statement.where(col(ComplaintRow.state) == state)
    if listing:
        statement = statement.where(col(ComplaintRow.listing) == str(listing))
    if not _is_staff(actor):
        statement = statement.where(col(ComplaintRow.complainant) == actor.id)
    found = await rows(request, page(statement, ComplaintRow, _text(after), limit))
    return _listed("complaints", found, limit, "listing", "category", "severity")


@router.get("/cases/{id}", tags=["case"], summary="One non-compliance case")
async def case(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One case with its observations. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, CaseRow, path_id(request))
    if not _is_staff(actor) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    return shown(CASE, found)


@router.get("/cases", tags=["case"], summary="Non-compliance cases, by state")
async def cases(
    request: Request, state: str | None = None, after: UUID | None = None, limit: Limit = 50
) -> JSONResponse:
    """A page of cases in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    statement = select(CaseRow)
    if state:
        statement = statement.where(col(CaseRow.state) == state)
    if not _is_staff(actor):
        statement = statement.where(col(CaseRow.organisation) == (actor.organisation or ""))
    found = await rows(request, page(statement, CaseRow, _text(after), limit))
    return _listed("cases", found, limit, "listing", "dossier")


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
async def campaigns(request: Request, after: UUID | None = None, limit: Limit = 50) -> JSONResponse:
    """A page of campaigns in id order."""
    await doors_of(request).reader(request, *STAFF)
    found = await rows(request, page(select(CampaignRow), CampaignRow, _text(after), limit))
    return _listed("campaigns", found, limit, "planned_on", "drawn_on")


@router.get("/watches/{id}", tags=["watch"], summary="What is known of one listing")
async def watch(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """One watch."""
    await doors_of(request).reader(request, *STAFF)
    return shown(WATCH, await row(request, WatchRow, path_id(request)))


@router.get("/watches", tags=["watch"], summary="Listings watched, by state")
async def watches(
    request: Request, state: str | None = None, after: UUID | None = None, limit: Limit = 50
) -> JSONResponse:
    """A page of watches in id order."""
    await doors_of(request).reader(request, *STAFF)
    statement = select(WatchRow)
    if state:
        statement = statement.where(col(WatchRow.state) == state)
    found = await rows(request, page(statement, WatchRow, _text(after), limit))
    return _listed("watches", found, limit, "listing", "service_name", "typology", "ends_on")


def _is_staff(actor: Actor) -> bool:
    return any(actor.has(role) for role in STAFF)


def _text(after: UUID | None) -> str | None:
    return str(after) if after else None


def _listed(name: str, found: Sequence[AggregateRow], limit: int, *more: str) -> JSONResponse:
    columns = ("id", "state", "version", *more)
    listed: list[dict[str, Any]] = [{key: getattr(one, key) for key in columns} for one in found]
    return JSONResponse(msgspec.to_builtins({name: listed, "next": listed[-1]["id"] if len(listed) == limit else None}))
