"""Sampling campaigns (« contrôles par échantillonnage »), put together."""

from services.surveillance.campaign.commands import ROUTER as COMMANDS
from services.surveillance.campaign.reads import router as reads
from services.surveillance.campaign.refusals import REFUSALS
from services.surveillance.campaign.rows import CAMPAIGN
from shared.runtime.service import Slice

SLICE = Slice(aggregate=CAMPAIGN, routers=(COMMANDS, reads), refusals=REFUSALS)
