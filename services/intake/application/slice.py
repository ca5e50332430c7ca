"""Applications (« demandes de référencement »), put together."""

from services.intake.application.commands import ROUTER as COMMANDS
from services.intake.application.reads import router as reads
from services.intake.application.refusals import REFUSALS
from services.intake.application.rows import APPLICATION
from services.intake.application.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=APPLICATION, subscriptions=SUBSCRIPTIONS, routers=(COMMANDS, reads), refusals=REFUSALS)
