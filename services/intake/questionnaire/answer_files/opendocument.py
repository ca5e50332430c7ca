"""Reading an OpenDocument spreadsheet, repetitions spelt out only where they say something, and never beyond limits."""

import re
from collections.abc import Iterator

from services.intake.questionnaire.answer_files.counting import Budget, Counting
from services.intake.questionnaire.answer_files.grid import (
    LONGEST_CELL,
    LONGEST_SHEET,
    MOST_COLUMNS,
    Faulty,
    Formula,
    Found,
    FoundSheet,
    letter_of,
    refuse,
)
from services.intake.questionnaire.answer_files.numerals import number_of, percent_of
from services.intake.questionnaire.answer_files.packages import opened
from services.intake.questionnaire.answer_files.parts import Element, attributes, elements, local

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
COUNT = re.compile("[1-9][0-9]{0,8}")
SPACE = re.compile("[ \t\r\n]+")
ASIDE = frozenset({"annotation", "note", "ruby-text", "tracked-changes", "shapes", "dde-links"})
"""Elements whose texts and cells are not those of the sheet."""


def read(data: bytes) -> list[FoundSheet]:
    """The sheets of a file. Faulty: it is none, or too large, or holds macros."""
    parts = opened(data)
    if parts.get("mimetype", b"").strip() != MIMETYPE:
        raise refuse("wrong_type", "an .ods spreadsheet")
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise refuse("file_encrypted", "take the password off")
    if "content.xml" not in parts:
        raise refuse("file_unreadable", "a part is missing")
    budget = Budget()
    try:
        tables = (one for one in elements(parts["content.xml"], "table") if _is_sheet(one))
        return [_sheet(table, budget) for table in tables]
    except Faulty:
        raise
    except (ValueError, LookupError, OverflowError, RecursionError) as error:
        raise refuse("file_unreadable", "the spreadsheet is damaged") from error


def _is_sheet(table: Element) -> bool:
    """Whether it is a sheet; tables of shapes and notes are none. Faulty: a table within a cell."""
    around = [local(one) for one in table.iterancestors()]
    if "table-cell" in around and not ASIDE.intersection(around):
        raise refuse("file_unreadable", "a table within a cell")
    return around[0] == "spreadsheet"


def _sheet(table: Element, budget: Budget) -> FoundSheet:
    budget.take_sheet()
    sheet = Counting(attributes(table).get("name", ""), budget)
    row = 1
    for element in _within(table, "table-row"):
        times, cells = _repeated(element, "number-rows-repeated", sheet, row), list(_cells(element, sheet, row))
        if cells and row + times - 1 > LONGEST_SHEET:
            raise refuse("too_large", f"at most {LONGEST_SHEET} rows", sheet=sheet.name)
        for number in range(row, row + times) if cells else ():
            for column, value in cells:
                sheet.put(number, column, value)
        row += times
    return sheet.whole()


def _within(element: Element, *names: str) -> Iterator[Element]:
    """Its rows or cells, also those in groups, headers and the like; not those of a table within."""
    for one in element:
        name = local(one)
        if name in names:
            yield one
        elif name not in ASIDE and name != "table":
            yield from _within(one, *names)


def _cells(row: Element, sheet: Counting, number: int) -> Iterator[tuple[int, Found]]:
    column = 1
    for cell in _within(row, "table-cell", "covered-table-cell"):
        times, value = _repeated(cell, "number-columns-repeated", sheet, number), _found(cell)
        spanned = attributes(cell).get("number-rows-spanned", "1")
        if spanned != "1" and column <= MOST_COLUMNS:
            sheet.merged.append((number, column))
        if value is not None and value != "":
            if column + times - 1 > MOST_COLUMNS:
                place = letter_of(MOST_COLUMNS + 1)
                raise refuse("too_large", f"at most {MOST_COLUMNS} columns", sheet=sheet.name, row=number, column=place)
            yield from ((column + more, value) for more in range(times))
        column += times


def _repeated(element: Element, name: str, sheet: Counting, row: int) -> int:
    """How often it stands there. Faulty: file_unreadable (zero, negative, no number)."""
    given = attributes(element).get(name, "1")
    if not COUNT.fullmatch(given):
        raise refuse("file_unreadable", f"{name} is no count", sheet=sheet.name, row=row)
    return int(given)


def _found(cell: Element) -> Found:
    given = attributes(cell)
    if given.get("formula"):
        return Formula()
    match given.get("value-type"):
        case "float" | "currency":
            return number_of(given["value"])
        case "percentage":
            return percent_of(given["value"])
        case "boolean":
            return given["boolean-value"].strip() == "true"
        case "date":
            return given["date-value"].removesuffix("T00:00:00")
        case "time":
            return given["time-value"]
        case _:
            return given.get("string-value") or _Text().of(cell) or None


class _Text:
    """The text of a cell, grown no further than a cell may be long."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def of(self, cell: Element) -> str:
        """Its paragraphs, one a line."""
        for place, paragraph in enumerate(_within(cell, "p", "h")):
            if place:
                self._add("\n")
            self._walk(paragraph)
        return "".join(self.pieces)

    def _walk(self, element: Element) -> None:
        self._add(SPACE.sub(" ", element.text or ""))
        for one in element:
            match local(one):
                case "s":
                    count = attributes(one).get("c", "1")
                    if not COUNT.fullmatch(count):
                        raise ValueError(count)
                    self._add(" ", int(count))
                case "tab":
                    self._add("\t")
                case "line-break":
                    self._add("\n")
                case name if name not in ASIDE:
                    self._walk(one)
            self._add(SPACE.sub(" ", one.tail or ""))

    def _add(self, piece: str, times: int = 1) -> None:
        self.length += len(piece) * times
        if self.length > LONGEST_CELL:
            raise refuse("cell_too_long", f"at most {LONGEST_CELL}")
        self.pieces.append(piece * times)
