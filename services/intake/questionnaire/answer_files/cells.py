"""Answers as cells and back. What a cell cannot be read as is left to the programme to judge, by its own codes."""

from collections.abc import Callable, Sequence

from services.intake.questionnaire.answer_files.grid import Cell
from services.intake.questionnaire.answer_files.numerals import number_of
from shared.contracts.case_file import Answer
from shared.programme.vocabulary import Title
from shared.texts.folding import folded

Label = Callable[[str], Title]
YES, NO = "oui", "non"
TRUE, FALSE = frozenset({YES, "vrai", "yes", "true"}), frozenset({NO, "faux", "no", "false"})
NO_OPTION = "[]"
"""Answers "none of them" where an empty cell means "no answer yet"."""
BETWEEN = "; "
MOST_OPTIONS = 200
"""Parts of one answer; more are no answer to any question."""


def cell_of(answer: Answer) -> Cell:
    """An answer as it is written."""
    if isinstance(answer, bool):
        return YES if answer else NO
    if isinstance(answer, tuple):
        return BETWEEN.join(answer) or NO_OPTION
    return answer


def answer_of(kind: str, options: Sequence[str], cell: Cell, label: Label) -> Answer:
    """The answer that a cell means for a question of that kind; None: there is none."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    match kind:
        case "boolean":
            return _flag(cell)
        case "number" | "score":
            return _number(cell)
        case "choice":
            return _option(_text(cell), options, label)
        case "multichoice" | "list":
            return _options(_text(cell), options, label)
        case _:
            return _text(cell).replace("\r\n", "\n").replace("\r", "\n")


def _flag(cell: Cell) -> Answer:
    word = cell.strip().casefold() if isinstance(cell, str) else ""
    return True if word in TRUE else False if word in FALSE else cell


def _number(cell: Cell) -> Answer:
    if isinstance(cell, str):
        return cell if (number := number_of(cell)) == cell else number
    return int(cell) if isinstance(cell, float) and cell.is_integer() else cell


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return YES if cell else NO
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _option(text: str, options: Sequence[str], label: Label) -> str:
    """The code of an option, written as it is or by its wording."""
    shown = text.strip()
    if shown in options:
        return shown
    meant = folded(text)
    worded = [code for code in options if meant in map(folded, (code, label(code).fr, label(code).en))]
    return worded[0] if len(worded) == 1 else text


def _options(text: str, options: Sequence[str], label: Label) -> Answer:
    if text.strip() == NO_OPTION:
        return ()
    parts = [part.strip() for line in text.splitlines() for part in line.split(";")]
    if len(parts) > MOST_OPTIONS:
        return text
    return tuple(_option(part, options, label) for part in parts if part)
