"""Answers as one table of separated values, as French spreadsheets open and save them: UTF-8 with a mark, semicolons,
decimal commas. The sheets follow one another; the first column names them.
"""

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace
from io import StringIO
from itertools import islice

from services.intake.questionnaire.answer_files.columns import COLUMNS
from services.intake.questionnaire.answer_files.counting import Budget, Counting
from services.intake.questionnaire.answer_files.grid import LONGEST_SHEET, Cell, FoundSheet, Sheet, refuse

SHEET = "feuille"
SEPARATORS = (";", ",", "\t")
"""The first is written; the others are read too, for not every spreadsheet keeps to the first."""
TOLD_SEPARATOR = re.compile(r"\A\"?sep=.\"?;*,*(?:\r\n|\r|\n)", re.IGNORECASE)
"""A first line for Excel alone, which shows no row for it."""
END_OF_LINE = re.compile(r"[\r\n]")


def write(sheets: list[Sheet]) -> bytes:
    """The file."""
    text = StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATORS[0], lineterminator="\r\n")
    writer.writerow((SHEET, *COLUMNS))
    for sheet in sheets:
        writer.writerows((sheet.name, *map(_written, row)) for row in sheet.rows[1:])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    return str(cell).replace(".", ",") if isinstance(cell, float) else "" if cell is None else str(cell)


def read(data: bytes) -> list[FoundSheet]:
    """The one table, taken apart into its sheets; a row keeps its number. Faulty: it is no such table."""
    text = TOLD_SEPARATOR.sub("", _decoded(data))
    reader = csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        rows = list(islice(reader, LONGEST_SHEET + 1))
    except csv.Error as error:
        raise refuse("file_unreadable", str(error)) from error
    if len(rows) > LONGEST_SHEET:
        raise refuse("too_large", f"at most {LONGEST_SHEET} rows")
    return _sheets(rows)


def _decoded(data: bytes) -> str:
    """UTF-8, or UTF-16 with its mark, as Excel saves « texte Unicode ». Faulty: wrong_encoding."""
    coding = "utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError as error:
        raise refuse("wrong_encoding", "save it as CSV UTF-8") from error
    if "\0" in text:
        raise refuse("wrong_encoding", "save it as CSV UTF-8")
    return text


def _separator(text: str) -> str:
    heading = END_OF_LINE.split(text, maxsplit=1)[0]
    return max(SEPARATORS, key=heading.count)


def _sheets(rows: list[list[str]]) -> list[FoundSheet]:
    heading = [cell.strip() for cell in rows[0]] if rows else []
    if SHEET not in heading:
        raise refuse("wrong_type", f"a table whose first column is {SHEET}")
    place, budget = heading.index(SHEET), Budget()
    sheets: dict[str, Counting] = {}
    for number, row in enumerate(rows[1:], 2):
        name = row[place].strip() if len(row) > place else ""
        if not any(row):
            continue
        if name not in sheets:
            budget.take_sheet()
            sheets[name] = Counting(name, budget)
            _put(sheets[name], 1, heading, place)
        _put(sheets[name], number, row, place)
    return [replace(sheet.whole(), shift=1) for sheet in sheets.values()]


def _put(sheet: Counting, number: int, cells: list[str], place: int) -> None:
    kept = [cell for at, cell in enumerate(cells) if at != place]
    for column, cell in enumerate(kept, 1):
        if cell:
            sheet.put(number, column, cell)
