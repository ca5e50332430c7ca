"""The life of a sampling campaign: every transition (process.md 3.4)."""

from services.surveillance.campaign.domain.drawing import draw_sample
from services.surveillance.campaign.domain.planning import plan_campaign
from services.surveillance.campaign.domain.state import State
from shared.acts.life import Life

TRANSITIONS = Life(
    (None, plan_campaign, State.PLANNED),
    (State.PLANNED, draw_sample, State.DRAWN),
)
