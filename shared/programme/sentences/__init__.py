"""What the engine's codes say to people, in French and in English: what it is, and what to do.

The wording of ids and options is data of the programme document (its titles and `labels`).
"""

from collections.abc import Mapping

from shared.programme.sentences.documents import CRITERIA, SHAPE, VERSIONS, YAML
from shared.programme.sentences.files import FILE_FAULTS
from shared.programme.sentences.procedures import EXPRESSIONS, FACTS, PROCEDURE
from shared.programme.sentences.results import REASONS, STATES
from shared.programme.vocabulary import Title

SENTENCES: Mapping[str, Title] = {
    code: Title(*wording)
    for words in (STATES, REASONS, FILE_FAULTS, YAML, SHAPE, VERSIONS, CRITERIA, EXPRESSIONS, FACTS, PROCEDURE)
    for code, wording in words.items()
}


def says(code: str) -> Title:
    """The sentence of a state, a reason or a fault; the code itself where there is none."""
    return SENTENCES.get(code) or Title(code, code)
