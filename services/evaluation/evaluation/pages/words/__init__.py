"""The words of the evaluators' pages, French and English."""

from services.evaluation.evaluation.pages.words.acts import ACTS
from services.evaluation.evaluation.pages.words.evaluations import LIST
from services.evaluation.evaluation.pages.words.facts import FACTS
from services.evaluation.evaluation.pages.words.grid import GRID
from services.evaluation.evaluation.pages.words.report import REPORT
from shared.http.language import Words
from shared.http.text_words import TEXT_FAULTS

WORDS: Words = {**TEXT_FAULTS, **LIST, **GRID, **FACTS, **REPORT, **ACTS}
