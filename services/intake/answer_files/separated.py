"""Answers as one table of separated values, as French spreadsheets open and save them: UTF-8 with a mark, semicolons,
decimal commas. The sheets follow one another; the first column names them.
"""

import csv
from io import StringIO
from itertools import islice

from services.intake.answer_files.grid import LONGEST_SHEET, MOST_COLUMNS, MOST_SHEETS, Cell, FoundSheet, Sheet, refuse
from services.intake.answer_files.layout import COLUMNS

SHEET = "feuille"
SEPARATORS = (";", ",", "\t")
"""The first is written; the others are read too, for not every spreadsheet keeps to the first."""


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
    try:
        text = data.decode("utf-8-sig")
        rows = list(
            islice(csv.reader(StringIO(text, newline=""), delimiter=_separator(text), strict=True), LONGEST_SHEET + 1)
        )
    except UnicodeDecodeError as error:
        raise refuse("wrong_encoding", "save it as CSV UTF-8") from error
    except csv.Error as error:
        raise refuse("file_unreadable", str(error)) from error
    if len(rows) > LONGEST_SHEET:
        raise refuse("too_large", f"at most {LONGEST_SHEET} rows")
    return _sheets([row[:MOST_COLUMNS] for row in rows])


def _separator(text: str) -> str:
    heading = text.split("\n", 1)[0]
    return max(SEPARATORS, key=heading.count)


def _sheets(rows: list[list[str]]) -> list[FoundSheet]:
    heading = [cell.strip() for cell in rows[0]] if rows else []
    if SHEET not in heading:
        raise refuse("wrong_type", f"a table whose first column is {SHEET}")
    place = heading.index(SHEET)
    kept = [name for at, name in enumerate(heading) if at != place]
    sheets: dict[str, list[list[str]]] = {}
    for number, row in enumerate(rows[1:], 1):
        name = row[place].strip() if len(row) > place else ""
        if any(row):
            lines = sheets.setdefault(name, [])
            if len(sheets) > MOST_SHEETS:
                raise refuse("too_large", f"at most {MOST_SHEETS} sheets")
            lines += [[] for _ in range(number - 1 - len(lines))]
            lines.append([cell for at, cell in enumerate(row) if at != place])
    return [FoundSheet(name, [kept, *lines]) for name, lines in sheets.items()]
