"""Complaints (« plaintes »), put together."""

from services.surveillance.complaint.commands import ROUTER as COMMANDS
from services.surveillance.complaint.reads import router as reads
from services.surveillance.complaint.rows import COMPLAINT
from shared.runtime.service import Slice

SLICE = Slice(aggregate=COMPLAINT, routers=(COMMANDS, reads))
