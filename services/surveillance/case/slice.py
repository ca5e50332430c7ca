"""Non-compliance cases (« dossiers de non-conformité »), put together."""

from services.surveillance.case.commands import ROUTER as COMMANDS
from services.surveillance.case.reads import router as reads
from services.surveillance.case.refusals import REFUSALS
from services.surveillance.case.rows import CASE
from services.surveillance.case.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=CASE, subscriptions=SUBSCRIPTIONS, routers=(COMMANDS, reads), refusals=REFUSALS)
