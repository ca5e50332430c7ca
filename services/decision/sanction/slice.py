"""Sanctions, put to the minister and decided, put together."""

from services.decision.sanction.commands import ROUTER as COMMANDS
from services.decision.sanction.reads import router as reads
from services.decision.sanction.refusals import REFUSALS
from services.decision.sanction.rows import SANCTION_FILE
from services.decision.sanction.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=SANCTION_FILE, subscriptions=SUBSCRIPTIONS, routers=(COMMANDS, reads), refusals=REFUSALS)
