"""A sheet while it is read: every cell in its place, counted against the limits before it is kept."""

from dataclasses import dataclass, field

from services.intake.questionnaire.answer_files.grid import (
    LONGEST_CELL,
    LONGEST_SHEET,
    LONGEST_TEXT,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_SHEETS,
    Found,
    FoundSheet,
    letter_of,
    refuse,
)


@dataclass(slots=True)
class Budget:
    """What the cells of a whole file may still take."""

    cells: int = MOST_CELLS
    characters: int = LONGEST_TEXT
    sheets: int = MOST_SHEETS

    def take_sheet(self) -> None:
        """One sheet more. Faulty: too_large."""
        self.sheets -= 1
        if self.sheets < 0:
            raise refuse("too_large", f"at most {MOST_SHEETS} sheets")

    def take(self, cells: int, characters: int, sheet: str) -> None:
        """Cells with so many characters in all. Faulty: too_large."""
        self.cells -= cells
        self.characters -= characters
        if self.cells < 0 or self.characters < 0:
            raise refuse("too_large", f"at most {MOST_CELLS} cells and {LONGEST_TEXT} characters", sheet=sheet)


@dataclass(slots=True)
class Counting:
    """One sheet: rows and columns are counted from 1."""

    name: str
    budget: Budget
    rows: dict[int, dict[int, Found]] = field(default_factory=dict)
    merged: list[tuple[int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, value: Found) -> None:
        """Keep a cell that says something. Faulty: too_large, cell_too_long, cell_repeated."""
        if row > LONGEST_SHEET:
            raise refuse("too_large", f"at most {LONGEST_SHEET} rows", sheet=self.name)
        place = letter_of(column) if column <= MOST_COLUMNS else f">{letter_of(MOST_COLUMNS)}"
        if column > MOST_COLUMNS:
            raise refuse("too_large", f"at most {MOST_COLUMNS} columns", sheet=self.name, row=row, column=place)
        length = len(value) if isinstance(value, str) else 1
        if length > LONGEST_CELL:
            raise refuse("cell_too_long", f"at most {LONGEST_CELL}", sheet=self.name, row=row, column=place)
        cells = self.rows.setdefault(row, {})
        if column in cells:
            raise refuse("cell_repeated", sheet=self.name, row=row, column=place)
        self.budget.take(1, length, self.name)
        cells[column] = value

    def whole(self) -> FoundSheet:
        """The sheet, each row as far as it says something."""
        rows = [self._row(number) for number in range(1, max(self.rows, default=0) + 1)]
        return FoundSheet(self.name, rows, self.merged)

    def _row(self, number: int) -> list[Found]:
        cells = self.rows.get(number, {})
        return [cells.get(column) for column in range(1, max(cells, default=0) + 1)]
