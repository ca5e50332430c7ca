"""The population of a campaign: published listings, with their complaints and the day they were last checked."""

from typing import Any

import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col

from services.surveillance.campaign.domain.planning import Listed, PlanCampaign, PublishedListings
from services.surveillance.campaign.rows import CampaignRow
from services.surveillance.complaint.domain.state import COUNTED
from services.surveillance.complaint.rows import ComplaintRow
from services.surveillance.watch.domain.state import SAMPLED
from services.surveillance.watch.rows import WatchRow
from shared.contracts.vocabulary import ListingId
from shared.http.reads import fetch
from shared.persistence.statements import Query, among

Columns = sa.Select[*tuple[Any, ...]]


async def published_listings(_: PlanCampaign, request: Request) -> PublishedListings:
    """Every published listing with its complaints (dismissed ones do not count) and the day it was last checked."""
    found = await fetch(request, POPULATION)
    return PublishedListings(
        listings=tuple(
            Listed(
                listing=ListingId(one.listing),
                typology=one.typology,
                complaints=one.complaints,
                checked_on=one.checked_on,
            )
            for one in found
        )
    )


def _population() -> Columns:
    listing = col(WatchRow.listing)
    complaints, checks = _complaints(), _checks()
    return (
        sa.select(
            sa.cast(listing, sa.Text).label("listing"),
            col(WatchRow.typology).label("typology"),
            sa.func.coalesce(complaints.c.number, 0).label("complaints"),
            sa.func.coalesce(checks.c.drawn_on, col(WatchRow.published_on)).label("checked_on"),
        )
        .outerjoin(complaints, complaints.c.listing == listing)
        .outerjoin(checks, checks.c.listing == sa.cast(listing, sa.Text))
        .where(col(WatchRow.state) == SAMPLED, col(WatchRow.typology).is_not(None))
    )


def _complaints() -> sa.Subquery:
    """How many complaints that count each listing has."""
    listing = col(ComplaintRow.listing)
    return (
        sa.select(listing.label("listing"), sa.func.count().label("number"))
        .where(among(col(ComplaintRow.state), COUNTED))
        .group_by(listing)
        .subquery()
    )


def _checks() -> sa.Subquery:
    """When each listing was last drawn."""
    drawn = sa.func.jsonb_array_elements_text(col(CampaignRow.body)["drawn"]).table_valued("value")
    return (
        sa.select(drawn.c.value.label("listing"), sa.func.max(col(CampaignRow.drawn_on)).label("drawn_on"))
        .select_from(CampaignRow)
        .join(drawn, sa.true())
        .group_by(drawn.c.value)
        .subquery()
    )


POPULATION = Query(_population())
