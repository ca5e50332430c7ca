"""What a file of answers is made of, whatever its format: sheets of rows of plain cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Formula:
    """Stands where a file holds a formula: what it would come to is nobody's answer."""


Found = Cell | Formula


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be written: its name and its rows, the heading first."""

    name: str
    rows: Sequence[Sequence[Cell]]
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """By row, counted from 1: what its answer is one of, for formats that can offer it."""


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """One sheet as it was read; rows are counted from 1, as spreadsheets do."""

    name: str
    rows: Sequence[Sequence[Found]]
    merged: Sequence[tuple[int, int]] = ()
    """Row and column, from 1, of cells that are merged with cells of rows below."""
    shift: int = 0
    """Columns that stood before these."""


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """One thing wrong at one place of a file; `row` 0: the sheet as a whole, `column` empty: the row as a whole."""

    sheet: str
    row: int
    column: str
    code: str
    detail: str = ""


MOST_FAULTS = 500
MORE_FAULTS = CellFault("", 0, "", "more_faults")
"""Stands behind as many faults as one answer tells."""


class Faulty(Exception):
    """The file is refused whole, with every fault found, or the first of very many."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        shown = sorted(set(faults))
        rest = [MORE_FAULTS] if len(shown) > MOST_FAULTS else []
        self.faults = (*shown[:MOST_FAULTS], *rest)


def refuse(code: str, detail: str = "", *, sheet: str = "", row: int = 0, column: str = "") -> Faulty:
    """The refusal of a file, or of a sheet or cell, as a whole."""
    return Faulty([CellFault(sheet[:80], row, column, code, detail)])


def letter_of(column: int) -> str:
    """A column, counted from 1, as spreadsheets name it: A, B, … AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return letters


LONGEST_SHEET, MOST_COLUMNS, MOST_SHEETS = 5_000, 40, 40
"""Rows, columns and sheets that are read of a file: far beyond any programme, far below what exhausts a process."""
LONGEST_CELL, LONGEST_TEXT = 32_767, 4_000_000
"""Characters of a cell, as many as Excel keeps; and of all cells of a file."""
MOST_CELLS = 100_000
