"""Follow-ups (« suivi du dossier »), put together."""

from services.intake.follow_up.commands import ROUTER as COMMANDS
from services.intake.follow_up.pages.forms import router as forms
from services.intake.follow_up.pages.views import router as pages
from services.intake.follow_up.reads import router as reads
from services.intake.follow_up.refusals import REFUSALS
from services.intake.follow_up.rows import FOLLOW_UP
from services.intake.follow_up.subscriptions import SUBSCRIPTIONS
from shared.runtime.service import Slice

SLICE = Slice(
    aggregate=FOLLOW_UP, subscriptions=SUBSCRIPTIONS, routers=(COMMANDS, reads, pages, forms), refusals=REFUSALS
)
