"""Surveillance's reads: who sees what of complaints, cases, campaigns and listings watched."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from services.surveillance.domain.sampling import population_text
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
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, own, page, row, shown
from shared.http.reads import listing as listing_of
from shared.identity.actor import Role

router = APIRouter()
STAFF = (Role.DESK_OFFICER, Role.AUDITOR, Role.MINISTER_DELEGATE)


@router.get("/complaints/{id}", tags=["complaint"], summary="One complaint")
async def complaint(request: Request, id: str) -> Response:  # noqa: A002
    """One complaint; its words and its author for the desk and its author only."""
    actor = await doors_of(request).reader(request, Role.HOLDER, *STAFF)
    found = await row(request, ComplaintRow)
    whole = actor.has(Role.DESK_OFFICER) or found.complainant == actor.id
    if not whole and not actor.acting_as(*STAFF):
        raise Problem("not_found")
    what = "complaint" if whole else "complaint_without_words"
    await journal_read(request, actor, Read(what, [found.id], found.dossier))
    if whole:
        return shown(COMPLAINT, found)
    return shown(COMPLAINT, found, by_version=False, text=None, complainant=None)


@router.get("/complaints", tags=["complaint"], summary="Complaints, by state or listing")
async def complaints(
    request: Request,
    state: str | None = None,
    listing: UUID | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """A page of complaints in id order, without their words. A complainant sees its own only."""
    actor = await doors_of(request).reader(request, Role.HOLDER, *STAFF)
    theirs = {} if actor.acting_as(*STAFF) else {"complainant": actor.id}
    where = {"state": state or None, "listing": listing, **theirs}
    columns = ("listing", "category", "severity")
    found = await page(request, ComplaintRow, columns, where, (after, limit))
    await journal_read(request, actor, Read("complaints", [one.id for one in found]))
    return listing_of("complaints", found, (after, limit))


@router.get("/cases/{id}", tags=["case"], summary="One non-compliance case")
async def case(request: Request, id: str) -> Response:  # noqa: A002
    """One case with its observations. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, CaseRow)
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_your_dossier")
    await journal_read(request, actor, Read("case", [found.id], found.dossier))
    return shown(CASE, found)


@router.get("/cases", tags=["case"], summary="Non-compliance cases, by state")
async def cases(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> Response:
    """A page of cases in id order. A publisher sees its own only."""
    actor = await doors_of(request).reader(request, Role.PUBLISHER, *STAFF)
    where = {"state": state or None, **own(actor, *STAFF)}
    return await listed(request, "cases", CaseRow, ("listing", "dossier"), where, (after, limit))


@router.get("/campaigns/{id}", tags=["campaign"], summary="One sampling campaign")
async def campaign(request: Request, id: str) -> Response:  # noqa: A002
    """One campaign with its frozen population."""
    await doors_of(request).reader(request, *STAFF)
    return shown(CAMPAIGN, await row(request, CampaignRow))


@router.get("/campaigns/{id}/population", tags=["campaign"], summary="The population, as it was hashed")
async def population(request: Request, id: str) -> PlainTextResponse:  # noqa: A002
    """The text whose SHA-256 was published when the campaign was planned."""
    await doors_of(request).reader(request, *STAFF)
    found = await row(request, CampaignRow)
    return PlainTextResponse(population_text(CAMPAIGN.decode(found.body).population))


@router.get("/campaigns", tags=["campaign"], summary="Sampling campaigns")
async def campaigns(request: Request, after: After = None, limit: Limit = 50) -> Response:
    """A page of campaigns in id order."""
    await doors_of(request).reader(request, *STAFF)
    return await listed(request, "campaigns", CampaignRow, ("planned_on", "drawn_on"), {}, (after, limit))


@router.get("/watches/{id}", tags=["watch"], summary="What is known of one listing")
async def watch(request: Request, id: str) -> Response:  # noqa: A002
    """One watch."""
    await doors_of(request).reader(request, *STAFF)
    return shown(WATCH, await row(request, WatchRow))


@router.get("/watches", tags=["watch"], summary="Listings watched, by state")
async def watches(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> Response:
    """A page of watches in id order."""
    await doors_of(request).reader(request, *STAFF)
    columns, where = ("listing", "service_name", "typology", "ends_on"), {"state": state or None}
    return await listed(request, "watches", WatchRow, columns, where, (after, limit))
