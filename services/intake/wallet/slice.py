"""The wallet of documents (« porte-documents »), put together."""

from services.intake.wallet.commands import ROUTER as COMMANDS
from services.intake.wallet.pages.views import router as pages
from services.intake.wallet.reads import router as reads
from services.intake.wallet.refusals import REFUSALS
from services.intake.wallet.rows import DOCUMENT
from services.intake.wallet.upload.routes import router as upload
from services.intake.wallet.work.scans import SCANS
from services.intake.wallet.work.sweep import SWEEP
from shared.runtime.service import Slice

SLICE = Slice(
    aggregate=DOCUMENT,
    routers=(COMMANDS, upload, reads, pages),
    refusals=REFUSALS,
    background=(SCANS, SWEEP),
)
