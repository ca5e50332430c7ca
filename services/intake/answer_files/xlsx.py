"""Answers as an Excel workbook (Office Open XML)."""

import warnings
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from services.intake.answer_files.grid import (
    LONGEST_SHEET,
    MOST_COLUMNS,
    MOST_SHEETS,
    Cell,
    Faulty,
    Formula,
    Found,
    FoundSheet,
    Sheet,
    refuse,
)
from services.intake.answer_files.layout import ANSWER, COLUMNS
from services.intake.answer_files.packages import opened

LONGEST_LIST = 250
"""Characters of a list that a workbook can offer."""
WIDTHS = (14, 48, 48, 24, 40, 20, 40, 18, 32)
WRAPPED = Alignment(wrap_text=True, vertical="top")
BOLD = Font(bold=True)


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
    cell = page.cell(row, column, value)
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


def read(data: bytes) -> list[FoundSheet]:
    """The sheets of a file. Faulty: it is none, or too large, or holds macros."""
    parts = opened(data)
    if "[Content_Types].xml" not in parts or b"spreadsheetml.sheet.main" not in parts["[Content_Types].xml"]:
        raise refuse("wrong_type", "an .xlsx workbook")
    try:
        return list(_sheets(data))
    except Faulty:
        raise
    except Exception as error:  # the library meets a damaged file with errors of every kind
        raise refuse("file_unreadable", "the workbook is damaged") from error


def _sheets(data: bytes) -> Iterator[FoundSheet]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what it leaves aside: styles, validations
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        if len(book.worksheets) > MOST_SHEETS:
            raise refuse("too_large", f"at most {MOST_SHEETS} sheets")
        for page in book.worksheets:
            rows = list(islice(page.iter_rows(max_col=MOST_COLUMNS), LONGEST_SHEET + 1))
            if len(rows) > LONGEST_SHEET:
                raise refuse("too_large", f"at most {LONGEST_SHEET} rows", sheet=page.title[:80])
            yield FoundSheet(page.title, [[_found(cell) for cell in row] for row in rows])


def _found(cell: Any) -> Found:  # noqa: ANN401
    value = cell.value
    if cell.data_type == "f":
        return Formula()
    if isinstance(value, date):
        return value.isoformat()[: len("2026-03-02")]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
