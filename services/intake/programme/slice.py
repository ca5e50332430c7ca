"""The programme (« programme de référencement »), put together."""

from services.intake.programme.commands import ROUTER as COMMANDS
from services.intake.programme.impact import router as impact
from services.intake.programme.reads import router as reads
from services.intake.programme.rows import PUBLICATION
from shared.runtime.service import Slice

SLICE = Slice(aggregate=PUBLICATION, routers=(COMMANDS, reads, impact))
