"""Answers as an OpenDocument spreadsheet."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from odfdo import Cell as OdfCell
from odfdo import Document, Row, Table

from services.intake.answer_files.grid import (
    LONGEST_SHEET,
    MOST_COLUMNS,
    MOST_SHEETS,
    Faulty,
    Formula,
    Found,
    FoundSheet,
    Sheet,
    refuse,
)
from services.intake.answer_files.packages import opened

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
CELLS = "table:table-cell|table:covered-table-cell"


def write(sheets: list[Sheet]) -> bytes:
    """The file."""
    document = Document("spreadsheet")
    document.body.clear()
    for sheet in sheets:
        table = Table(sheet.name)
        for cells in sheet.rows:
            row = Row()
            for value in cells:
                row.append_cell(OdfCell(value))
            table.append_row(row)
        document.body.append(table)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def read(data: bytes) -> list[FoundSheet]:
    """The sheets of a file. Faulty: it is none, or too large, or holds macros."""
    parts = opened(data)
    if parts.get("mimetype", b"").strip() != MIMETYPE:
        raise refuse("wrong_type", "an .ods spreadsheet")
    try:
        tables: list[Any] = Document(BytesIO(data)).body.get_elements("table:table")
        if len(tables) > MOST_SHEETS:
            raise refuse("too_large", f"at most {MOST_SHEETS} sheets")
        return [FoundSheet(table.name or "", list(_rows(table))) for table in tables]
    except Faulty:
        raise
    except Exception as error:  # the library meets a damaged file with errors of every kind
        raise refuse("file_unreadable", "the spreadsheet is damaged") from error


def _rows(table: Any) -> Iterator[list[Found]]:  # noqa: ANN401
    """Rows as they stand; one that is repeated is spelt out only where it says something."""
    count = waiting = 0
    for row in table.get_elements("descendant::table:table-row"):
        times, cells = row.repeated or 1, list(_cells(row))
        if not cells:
            waiting += times
            continue
        count += waiting + times
        if count > LONGEST_SHEET:
            raise refuse("too_large", f"at most {LONGEST_SHEET} rows", sheet=(table.name or "")[:80])
        yield from ([] for _ in range(waiting))
        yield from (cells for _ in range(times))
        waiting = 0


def _cells(row: Any) -> Iterator[Found]:  # noqa: ANN401
    """The cells up to the last that says something, within the columns that are read."""
    count = waiting = 0
    for cell in row.get_elements(CELLS):
        value, times = _found(cell), cell.repeated or 1
        if value is None:
            waiting += times
            continue
        for one in [None] * min(waiting, MOST_COLUMNS) + [value] * min(times, MOST_COLUMNS):
            if count < MOST_COLUMNS:
                yield one
            count += 1
        waiting = 0


def _found(cell: Any) -> Found:  # noqa: ANN401
    if cell.formula:
        return Formula()
    value = cell.value
    match value:
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date():
            return value.isoformat()[: len("2026-03-02")]
        case "":
            return None
        case None | str() | int() | float() | bool():
            return value
        case _:
            return str(value)
