"""What is asked of an application, by API, by file and on pages (« remplir mon dossier »), put together."""

from services.intake.questionnaire.answer_endpoints import router as answer_files
from services.intake.questionnaire.ecoscores import router as ecoscores
from services.intake.questionnaire.pages.ecoscore import router as ecoscore_page
from services.intake.questionnaire.pages.forms import router as forms
from services.intake.questionnaire.pages.version import router as version_page
from services.intake.questionnaire.pages.views import router as pages
from services.intake.questionnaire.reads import router as reads
from services.intake.questionnaire.rebase import router as rebase
from services.intake.questionnaire.refusals import REFUSALS
from shared.runtime.service import Slice

SLICE = Slice(
    routers=(reads, answer_files, rebase, ecoscores, pages, forms, version_page, ecoscore_page), refusals=REFUSALS
)
