"""Where the cells of a workbook stand, as it says itself: nothing is counted from the end, nothing is left out."""

import re
from collections.abc import Iterator

from services.intake.questionnaire.answer_files.parts import Element, local

REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
INDEX = re.compile("[0-9]{1,9}")


def cells_of(row: Element) -> Iterator[Element]:
    """The cells of a row. ValueError: one is wrapped in something that nobody reads."""
    for one in row:
        if local(one) == "c":
            yield one
        elif next(one.iter("{*}c"), None) is not None:
            raise ValueError(one.tag)


def row_of(given: str | None) -> int:
    """The number that a row gives itself; 0: none. ValueError: there is no such row."""
    if given and not index_of(given):
        raise ValueError(given)
    return index_of(given) if given else 0


def index_of(text: str) -> int:
    """A place in a list. ValueError: it is none (a negative one would be counted from the end)."""
    if not INDEX.fullmatch(text.strip()):
        raise ValueError(text[:80])
    return int(text)


def column_of(reference: str | None, row: int) -> int:
    """The column of a cell that says where it stands; 0: it does not. ValueError: it stands in another row."""
    if not reference:
        return 0
    column, its_row = _parsed(reference)
    if its_row != row:
        raise ValueError(reference)
    return column


def _parsed(text: str) -> tuple[int, int]:
    """Column and row."""
    found = REFERENCE.fullmatch(text)
    if not found:
        raise ValueError(text)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column, int(found[2])


def merged_in(area: str) -> list[tuple[int, int]]:
    """The columns of an area that covers more than one row, at its first row."""
    first, _, last = area.partition(":")
    (left, top), (right, bottom) = _parsed(first), _parsed(last or first)
    return [(top, column) for column in range(left, min(right, left + 40) + 1)] if bottom > top else []
