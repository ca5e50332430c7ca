"""Decision files (« dossiers de décision »), put together."""

from services.decision.decision_file.commands import ROUTER as COMMANDS
from services.decision.decision_file.reads import router as reads
from services.decision.decision_file.refusals import REFUSALS
from services.decision.decision_file.rows import DECISION_FILE
from services.decision.decision_file.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(aggregate=DECISION_FILE, subscriptions=SUBSCRIPTIONS, routers=(COMMANDS, reads), refusals=REFUSALS)
