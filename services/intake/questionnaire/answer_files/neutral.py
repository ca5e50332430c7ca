"""Texts in cells: never taken for a formula when a spreadsheet opens the file, and unchanged when they come back."""

import re

from services.intake.questionnaire.answer_files.grid import Cell, Found

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
"""Characters that no spreadsheet can carry; texts from before there was a rule for them may hold some."""
ACTIVE = tuple("=+-@\t\r\n＝＋－＠'")
"""First signs that some spreadsheet takes for a formula; and the mark itself, so that taking it off gives the text."""
MARK = "'"


def neutral(cell: Cell) -> Cell:
    """The cell as it is written: a text that could come alive starts with the mark."""
    if not isinstance(cell, str):
        return cell
    shown = UNPRINTABLE.sub("\ufffd", cell)
    return MARK + shown if shown.startswith(ACTIVE) else shown


def unmarked(cell: Found) -> Found:
    """The cell as it was meant: one mark taken off."""
    return cell.removeprefix(MARK) if isinstance(cell, str) else cell
