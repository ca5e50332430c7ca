"""Answers as an OpenDocument spreadsheet: written here."""

from io import BytesIO

from odfdo import Cell as OdfCell
from odfdo import Document, Row, Table

from services.intake.questionnaire.answer_files.grid import Sheet
from services.intake.questionnaire.answer_files.opendocument import read

__all__ = ["read", "write"]


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
