"""The commands on campaigns: path, body, act."""

from services.surveillance.campaign import examples
from services.surveillance.campaign.domain.drawing import DrawSample, draw_sample
from services.surveillance.campaign.domain.planning import PlanCampaign, plan_campaign
from services.surveillance.campaign.queries import published_listings
from services.surveillance.campaign.rows import CAMPAIGN
from shared.http.commands import Command, command_router

COMMANDS = (
    Command("/campaigns", PlanCampaign, plan_campaign, CAMPAIGN, prepare=published_listings),
    Command("/campaigns/{id}/draw", DrawSample, draw_sample, CAMPAIGN, examples.DRAW),
)
ROUTER = command_router(*COMMANDS)
