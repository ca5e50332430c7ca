"""What a content is, by its bytes alone; experiment 26 on the way in."""

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from services.intake.wallet.inspection.kinds import MediaType
from services.intake.wallet.inspection.media import media_type_of
from services.intake.wallet.inspection.refused import ContentRefused
from tests.intake.wallet.files import (
    CSV,
    EICAR,
    blank,
    compressed,
    jpeg,
    ods,
    pdf,
    png,
    related,
    streamed,
    xlsx,
)
from tests.intake.wallet.hostile import REFUSED

HYPERLINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
TAKEN = {
    "pdf": (pdf(), MediaType.PDF),
    "png": (png(), MediaType.PNG),
    "png with a note": (png(b"Comment\0conforme < 3 s"), MediaType.PNG),
    "png of a large screen": (blank("PNG", 5_120, 2_880), MediaType.PNG),
    "jpeg": (jpeg(b"a comment"), MediaType.JPEG),
    "jpeg padded with zeros": (jpeg() + bytes(8), MediaType.JPEG),
    "jpeg that is held whole": (blank("JPEG", 4_000, 3_000, progressive=True), MediaType.JPEG),
    "jpeg of a camera": (blank("JPEG", 6_000, 4_000), MediaType.JPEG),
    "text": (b"Rapport d'essai : conforme.\r\n", MediaType.TEXT),
    "text with a byte order mark": (b"\xef\xbb\xbf" + CSV, MediaType.TEXT),
    "log that quotes XML and a stack trace": (
        b"<ClinicalDocument/> sent <a@exemple.fr> 3 < 5\n at Reader.<init>(Reader.java:3)\n"[1:],
        MediaType.TEXT,
    ),
    "log with headings": (b"Essai\n=====\n- conforme (12)\n@ligne\n", MediaType.TEXT),
    "xlsx": (xlsx(), MediaType.XLSX),
    "xlsx written in one go": (streamed(xlsx()), MediaType.XLSX),
    "xlsx with a directory": (xlsx(**{"xl/media/": b""}), MediaType.XLSX),
    "ods": (ods(), MediaType.ODS),
    "ods with an empty part": (ods(**{"Configurations2/accelerator/current.xml": b""}), MediaType.ODS),
    "pdf that opens at a page": (pdf(catalogue=b"/OpenAction [3 0 R /Fit]"), MediaType.PDF),
    **{
        f"pdf with a link to {address.decode()}": (
            pdf(catalogue=b"/X << /Subtype /Link /A << /S /URI /URI (" + address + b") >> >>"),
            MediaType.PDF,
        )
        for address in (b"https://exemple.fr", b"mailto:a@exemple.fr", b"www.exemple.fr/a", b"#page=2")
    },
    "xlsx with a link": (
        xlsx(**{"xl/worksheets/_rels/sheet1.xml.rels": related(HYPERLINK, "https://exemple.fr", "External")}),
        MediaType.XLSX,
    ),
    "xlsx that computes": (
        xlsx(
            **{
                "xl/worksheets/sheet1.xml": (
                    b'<w><f>SUM(\'a|b\'!A1:A9)&amp;"x|y!"</f><f>IF(A1,{1,2},HYPERLINK("https://exemple.fr"))</f>'
                    b"<t>WEBSERVICE(1) cmd|a!b</t></w>"
                )
            }
        ),
        MediaType.XLSX,
    ),
    "ods that computes and links": (
        ods(
            **{
                "content.xml": (
                    b'<o xmlns:x="a" xmlns:t="b"><t:c t:formula="of:=SUM([.A1:.A9]*{1;2|3;4})"/>'
                    b'<t:a x:href="#Feuille"/><t:a x:href="https://exemple.fr">a</t:a>'
                    b'<t:image x:href="Pictures/1.png"/></o>'
                )
            }
        ),
        MediaType.ODS,
    ),
    "xlsx with a drawing that Excel left open": (xlsx(**{"xl/drawings/a.vml": b"<xml><br></xml>"}), MediaType.XLSX),
    "pdf that names a file beside it": (pdf(b"", b"<< /Type /Filespec /F (a.pdf) >>"), MediaType.PDF),
    "pdf with compressed objects": (compressed(pdf()), MediaType.PDF),
    "test file of antivirus makers": (EICAR, MediaType.TEXT),
}
CODES = {"media_type_refused", "active_content", "archive_refused", "content_damaged", "image_too_large"}


def kind_of(folder: Path, content: bytes, declared: str = "") -> MediaType:
    (folder / "content").write_bytes(content)
    return media_type_of(folder / "content", declared)


@pytest.mark.parametrize("name", TAKEN)
def test_inert_kinds_are_told_by_their_bytes(tmp_path: Path, name: str) -> None:
    content, kind = TAKEN[name]

    assert kind_of(tmp_path, content) is kind


@pytest.mark.parametrize("name", REFUSED)
def test_whatever_runs_or_is_not_whole_is_refused(tmp_path: Path, name: str) -> None:
    content, code = REFUSED[name]

    with pytest.raises(ContentRefused) as caught:
        kind_of(tmp_path, content, declared="application/pdf")
    assert caught.value.code == code


def test_the_declared_type_tells_a_csv_from_other_text_and_nothing_else(tmp_path: Path) -> None:
    assert kind_of(tmp_path, CSV, declared="text/csv; header=present") is MediaType.CSV
    assert kind_of(tmp_path, CSV, declared="text/html") is MediaType.TEXT
    assert kind_of(tmp_path, pdf(), declared="text/csv") is MediaType.PDF


def test_a_workbook_with_a_chart_a_comment_and_a_link_is_taken_as_openpyxl_writes_it(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.create_sheet("essais")
    sheet.append(["essai", 1, "=SUM(B1:B1)"])
    sheet["A1"].comment = Comment("relu", "Laboratoire")
    sheet["A1"].hyperlink = "https://exemple.fr/essai"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1))
    sheet.add_chart(chart, "E2")
    saved = BytesIO()
    book.save(saved)

    assert kind_of(tmp_path, saved.getvalue()) is MediaType.XLSX


def test_a_table_is_taken_as_odfdo_writes_it(tmp_path: Path) -> None:
    saved = BytesIO()
    Document("spreadsheet").save(saved)

    assert kind_of(tmp_path, saved.getvalue()) is MediaType.ODS


def told(folder: Path, content: bytes) -> str:
    try:
        return kind_of(folder, content)
    except ContentRefused as refused:
        return refused.code


@given(st.binary(min_size=1, max_size=300), st.sampled_from([b"", b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"<"]))
def test_any_bytes_are_told_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes) -> None:
    assert told(tmp_path_factory.getbasetemp(), start + content) in {*MediaType, *CODES}
