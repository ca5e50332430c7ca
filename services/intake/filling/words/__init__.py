"""The words of the filling-in pages, French and English."""

from services.intake.filling.words.files import FILE_FAULTS
from services.intake.filling.words.overview import ECOSCORE, OVERVIEW, VERSION
from services.intake.filling.words.questions import BLOCKERS, QUESTIONS
from services.intake.filling.words.way import NOTICES, WAY
from services.intake.wordings import STATES
from shared.http.language import Words
from shared.http.text_words import TEXT_FAULTS

WORDS: Words = {
    **TEXT_FAULTS,
    **STATES, **WAY, **NOTICES, **OVERVIEW, **QUESTIONS, **BLOCKERS, **VERSION, **ECOSCORE, **FILE_FAULTS,
}  # fmt: skip
