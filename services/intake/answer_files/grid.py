"""What a file of answers is made of, whatever its format: sheets of rows of plain cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Cell = str | int | float | bool | None


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


@dataclass(frozen=True, slots=True, order=True)
class CellFault:
    """One thing wrong at one place of a file; `row` 0: the sheet as a whole, `column` empty: the row as a whole."""

    sheet: str
    row: int
    column: str
    code: str
    detail: str = ""


class Faulty(Exception):
    """The file is refused whole, with every fault found."""

    def __init__(self, faults: Sequence[CellFault]) -> None:
        super().__init__(f"{len(faults)} faults")
        self.faults = tuple(sorted(set(faults)))


def refuse(code: str, detail: str = "", *, sheet: str = "") -> Faulty:
    """The refusal of a file, or of a sheet, as a whole."""
    return Faulty([CellFault(sheet, 0, "", code, detail)])


LONGEST_SHEET, MOST_COLUMNS, MOST_SHEETS = 5_000, 40, 40
"""Rows, columns and sheets that are read of a file: far beyond any programme, far below what exhausts a process."""
