"""The words of the filling-in pages, French and English."""

from services.intake.follow_up.pages.words import STATES
from services.intake.questionnaire.pages.words.files import FILE_FAULTS
from services.intake.questionnaire.pages.words.navigation import NAVIGATION, NOTICES
from services.intake.questionnaire.pages.words.overview import ECOSCORE, OVERVIEW, VERSION
from services.intake.questionnaire.pages.words.questions import BLOCKERS, QUESTIONS
from shared.http.language import Words
from shared.http.text_words import TEXT_FAULTS

WORDS: Words = {
    **TEXT_FAULTS,
    **STATES, **NAVIGATION, **NOTICES, **OVERVIEW, **QUESTIONS, **BLOCKERS, **VERSION, **ECOSCORE, **FILE_FAULTS,
}  # fmt: skip
