"""The words of the evaluators' pages, French and English."""

from services.evaluation.wordings.acts import ACTS
from services.evaluation.wordings.evaluations import LIST
from services.evaluation.wordings.facts import FACTS
from services.evaluation.wordings.grid import GRID
from services.evaluation.wordings.report import REPORT
from shared.http.language import Words
from shared.http.text_words import TEXT_FAULTS

WORDS: Words = {**TEXT_FAULTS, **LIST, **GRID, **FACTS, **REPORT, **ACTS}
