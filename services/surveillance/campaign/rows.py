"""The table of campaigns, and its binding to the state."""

from datetime import date

from services.surveillance.campaign.domain.life import TRANSITIONS
from services.surveillance.campaign.domain.state import Campaign
from services.surveillance.metadata import SurveillanceTable
from shared.delivery.shell.aggregate import Aggregate
from shared.persistence.aggregate_row import AggregateRow


class CampaignRow(SurveillanceTable, AggregateRow, table=True):
    """One sampling campaign, its frozen population in the body."""

    __tablename__ = "campaigns"

    planned_on: date
    drawn_on: date | None


CAMPAIGN = Aggregate("campaign", Campaign, CampaignRow, TRANSITIONS)
