"""The reads of sampling campaigns: for staff."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from services.surveillance.campaign.domain.sampling import population_text
from services.surveillance.campaign.rows import CAMPAIGN, CampaignRow
from services.surveillance.staff import STAFF
from shared.http.context import http_context
from shared.http.reads import After, Limit, listed, row, shown

router = APIRouter(tags=["campaign"])


@router.get("/campaigns/{id}", summary="One sampling campaign")
async def campaign(request: Request, id: str) -> Response:  # noqa: A002
    """One campaign with its frozen population."""
    await http_context(request).reader(request, *STAFF)
    return shown(CAMPAIGN, await row(request, CampaignRow))


@router.get("/campaigns/{id}/population", summary="The population, as it was hashed")
async def population(request: Request, id: str) -> PlainTextResponse:  # noqa: A002
    """The text whose SHA-256 was published when the campaign was planned."""
    await http_context(request).reader(request, *STAFF)
    found = await row(request, CampaignRow)
    return PlainTextResponse(population_text(CAMPAIGN.decode(found.body).population))


@router.get("/campaigns", summary="Sampling campaigns")
async def campaigns(request: Request, after: After = None, limit: Limit = 50) -> Response:
    """A page of campaigns in id order."""
    await http_context(request).reader(request, *STAFF)
    return await listed(request, "campaigns", CampaignRow, ("planned_on", "drawn_on"), {}, (after, limit))
