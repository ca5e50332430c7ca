"""Files of answers that must be refused unread, and the code of the fault that says why."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache

from openpyxl import Workbook

from tests.intake.questionnaire.answer_file_fixtures import asked, exported

ROWS, COLUMNS = 1_048_576, 16_384
"""Of the largest spreadsheet."""


@cache
def refused() -> Mapping[str, tuple[str, bytes, str]]:
    """By name: the format as which the file is sent, its content, the code."""
    xlsx, ods = exported("xlsx", asked()), exported("ods", asked())
    entity = b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'
    return {
        "nothing": ("xlsx", b"", "file_unreadable"),
        "a workbook that is no archive": ("xlsx", b"PK\x03\x04 but no archive", "file_unreadable"),
        "a workbook that is an archive bomb": ("xlsx", archive({"xl/workbook.xml": bytes(20_000_000)}), "too_large"),
        "a workbook of many parts": ("xlsx", archive({f"part{n}": b"" for n in range(400)}), "too_large"),
        "a workbook with macros": ("xlsx", with_part(xlsx, "xl/vbaProject.bin", b"x"), "file_with_macros"),
        "a workbook with entities": ("xlsx", with_part(xlsx, "xl/evil.xml", entity), "file_unreadable"),
        "a workbook with a cell far down": ("xlsx", deep_workbook(), "too_large"),
        "an ods with macros": ("ods", with_part(ods, "Basic/Standard/Module1.xml", b"<x/>"), "file_with_macros"),
        "an ods that is an archive bomb": ("ods", archive({"content.xml": bytes(20_000_000)}), "too_large"),
        "an ods with repeated rows": ("ods", with_content(ods, repeated_cell()), "too_large"),
        "a table of many rows": ("csv", b"feuille;critere\r\n" + b"a;b\r\n" * 6_000, "too_large"),
        "a table with an open quote": ("csv", b'feuille;critere\r\n"never closed', "file_unreadable"),
        "a workbook as a table": ("csv", xlsx, "wrong_encoding"),
    }


def archive(parts: Mapping[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return data.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The archive with one part more."""
    copy = io.BytesIO(data)
    with zipfile.ZipFile(copy, "a", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(name, content)
    return copy.getvalue()


def with_content(ods: bytes, rows: str) -> bytes:
    """The spreadsheet with one sheet of these rows instead of its own."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    xml = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="dossier">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(io.BytesIO(ods)) as old:
        return archive({name: xml.encode() if name == "content.xml" else old.read(name) for name in old.namelist()})


def repeated_cell() -> str:
    """One text in every cell of the largest sheet, in 200 bytes."""
    return (
        f'<table:table-row table:number-rows-repeated="{ROWS}">'
        f'<table:table-cell table:number-columns-repeated="{COLUMNS}" office:value-type="string"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )


def deep_workbook() -> bytes:
    book = Workbook()
    book.worksheets[0].cell(1_000_000, 1, "far down")
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
