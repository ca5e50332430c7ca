"""Answers as an Excel workbook (Office Open XML): written here."""

import re
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from services.intake.questionnaire.answer_files.columns import ANSWER, COLUMNS
from services.intake.questionnaire.answer_files.grid import Cell, Sheet
from services.intake.questionnaire.answer_files.workbook import read

__all__ = ["read", "write"]
LONGEST_LIST = 250
"""Characters of a list that a workbook can offer."""
WIDTHS = (14, 48, 48, 24, 40, 20, 40, 18, 32)
WRAPPED = Alignment(wrap_text=True, vertical="top")
BOLD = Font(bold=True)
LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What a spreadsheet would take for a character that is spelt out."""


def write(sheets: list[Sheet]) -> bytes:
    """The file. Texts are stored as texts, whatever they start with."""
    book = Workbook()
    del book[book.sheetnames[0]]
    for sheet in sheets:
        page: Any = book.create_sheet(sheet.name)
        page.freeze_panes = "B2"
        for place, width in enumerate(WIDTHS, 1):
            page.column_dimensions[get_column_letter(place)].width = width
        for row, cells in enumerate(sheet.rows, 1):
            for column, value in enumerate(cells, 1):
                _put(page, row, column, value)
        _offer(page, sheet)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


def _put(page: Any, row: int, column: int, value: Cell) -> None:  # noqa: ANN401  # openpyxl types its cells loosely
    if value is None:
        return
    shown = LIKE_ESCAPED.sub("_x005F_", value) if isinstance(value, str) else value
    cell = page.cell(row, column, shown)
    cell.alignment = WRAPPED
    if row == 1:
        cell.font = BOLD
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"


def _offer(page: Any, sheet: Sheet) -> None:  # noqa: ANN401
    """A list to choose from in each cell that takes one word of a few; other words may still be typed."""
    letter = get_column_letter(COLUMNS.index(ANSWER) + 1)
    for words in sorted(set(sheet.choices.values())):
        listed = ",".join(words)
        if len(listed) > LONGEST_LIST or '"' in listed or listed.count(",") >= len(words):
            continue
        offer = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
        page.add_data_validation(offer)
        for row in (row for row, theirs in sheet.choices.items() if theirs == words):
            offer.add(f"{letter}{row}")
