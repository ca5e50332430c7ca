"""Files of answers as other programs write them: read whole, or refused with the place; hostile ones in no time."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest
from openpyxl import load_workbook

from services.intake.questionnaire.answer_files.grid import Faulty, Formula, FoundSheet
from services.intake.questionnaire.answer_files.jobs import read_file
from tests.intake.questionnaire.answer_file_fixtures import asked, exported, faults_of_file, imported
from tests.intake.questionnaire.hostile_answers import with_part
from tests.intake.questionnaire.test_faulty_files import codes
from tests.intake.words import content_of

FULL = content_of()
WHOLE = imported("csv", exported("csv", asked(FULL)), asked())
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def rewritten(data: bytes, change: Callable[[str, str], str]) -> bytes:
    """The archive with the text of each XML part changed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith((".xml", ".rels")):
                content = change(name, content.decode()).encode()
            new.writestr(name, content)
    return kept.getvalue()


def in_sheets(pattern: str, by: str) -> Callable[[str, str], str]:
    return lambda name, text: re.sub(pattern, by, text) if "worksheets/sheet" in name else text


def strict(_: str, text: str) -> str:
    for transitional, its in STRICT.items():
        text = text.replace(transitional, its)
    return text


def prefixed(name: str, text: str) -> str:
    """Each element with a prefix, as the Open XML SDK writes."""
    if "worksheets/sheet" not in name:
        return text
    return re.sub(r"<(/?)(?=[a-z])", r"<\1x:", text).replace(" xmlns=", " xmlns:x=")


OTHER_HABITS: Mapping[str, Callable[[str, str], str]] = {
    "a sheet that says it is smaller": in_sheets(r'<dimension ref="[^"]*"', '<dimension ref="A1:I3"'),
    "a sheet that does not say how large it is": in_sheets(r"<dimension [^>]*>", ""),
    "rows that do not say where they are": in_sheets(r'<row r="[0-9]+"', "<row"),
    "an empty fill": lambda name, text: text.replace("<fill>", "<fill/><fill>", 1) if "styles" in name else text,
    "an unknown style": lambda name, text: text.replace("<borders", "<x/><borders") if "styles" in name else text,
    "strict Open XML": strict,
    "prefixed elements": prefixed,
    "hidden rows": in_sheets("<row ", '<row hidden="1" '),
    "hidden sheets": lambda name, text: text.replace('state="visible"', 'state="veryHidden"'),
    "a filter": in_sheets("</sheetData>", '</sheetData><autoFilter ref="A1:I3"/>'),
    "absolute targets": lambda name, text: text.replace('Target="worksheets', 'Target="/xl/worksheets'),
}  # fmt: skip


@pytest.mark.parametrize("habit", OTHER_HABITS)
def test_a_workbook_is_read_whole_whatever_program_wrote_it(habit: str) -> None:
    given = rewritten(exported("xlsx", asked(FULL)), OTHER_HABITS[habit])
    if habit == "absolute targets":
        given = rewritten(given, lambda _, text: text.replace("//xl", "/xl"))

    assert imported("xlsx", given, asked()) == WHOLE


def row_of(cells: str, *, more: str = "", styles: str = "", strings: str = "") -> FoundSheet:
    """The first sheet of a workbook with such cells in its first row."""

    def change(name: str, text: str) -> str:
        if name.endswith("sheet1.xml"):
            text = re.sub(r"<sheetData>.*</sheetData>", f'<sheetData><row r="1">{cells}</row></sheetData>{more}', text,
                          flags=re.DOTALL)  # fmt: skip
        if name.endswith("styles.xml") and styles:
            text = re.sub(r"<numFmts.*?</numFmts>|<numFmts[^>]*/>", "", text)
            text = re.sub(r"<cellXfs.*?</cellXfs>", styles, text, flags=re.DOTALL)
        if name.endswith("sharedStrings.xml") and strings:
            text = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{strings}</sst>'
        if name.endswith("workbook.xml.rels"):
            text = text.replace("</Relationships>", f"{SHARED}</Relationships>")
        return text

    return read_file(
        "xlsx", rewritten(with_part(exported("xlsx", asked()), "xl/sharedStrings.xml", b"<sst/>"), change)
    )[0]


SHARED = '<Relationship Id="rId99" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="14"/><xf numFmtId="164"/>'
    '<xf numFmtId="22"/></cellXfs>'
)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ('<c r="A1"><v>30</v></c>', 30),
        ('<c r="A1"><v>71.5</v></c>', 71.5),
        ('<c r="A1"><v>3.0E1</v></c>', 30),
        ('<c r="A1" s="1"><v>0.715</v></c>', "71.5 %"),
        ('<c r="A1" s="2"><v>46083</v></c>', "2026-03-02"),
        ('<c r="A1" s="3"><v>46083</v></c>', "2026-03-02"),
        ('<c r="A1" s="4"><v>46083.5</v></c>', "2026-03-02T12:00:00"),
        ('<c r="A1" t="d"><v>2026-03-02T00:00:00</v></c>', "2026-03-02"),
        ('<c r="A1" t="b"><v>1</v></c>', True),
        ('<c r="A1" t="b"><v>0</v></c>', False),
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="inlineStr"><is><t xml:space="preserve"> oui </t></is></c>', " oui "),
        ('<c r="A1" t="inlineStr"><is><r><t>o</t></r><r><rPr/><t>ui</t></r><rPh><t>x</t></rPh></is></c>', "oui"),
        ('<c r="A1" t="s"><v>0</v></c>', "texte riche"),
        ('<c r="A1" t="str"><v>a_x000D_b_x005F_x0041_</v></c>', "a\rb_x0041_"),
        ('<c r="A1" t="str"><v>_xD83D__xDE00_</v></c>', "\U0001f600"),
        ('<c r="A1"><f>15+15</f><v>30</v></c>', Formula()),
        ('<c r="A1"><f t="shared" si="0"/><v>30</v></c>', Formula()),
        ('<c r="A1"><v>1e400000</v></c>', "1e400000"),
        ('<c r="A1"><v>1e999999</v></c>', "1e999999"),
        ('<c r="A1"><v>' + "9" * 1000 + "</v></c>", "9" * 1000),
    ],
)  # fmt: skip
def test_a_cell_of_a_workbook_is_read_as_people_see_it(cell: str, found: object) -> None:
    strings = "<si><r><t>texte </t></r><r><t>riche</t></r></si>"

    assert row_of(cell, styles=STYLES, strings=strings).rows == [[found]]


@pytest.mark.parametrize(
    ("cells", "row", "column", "code"),
    [
        ('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>', 1, "A", "cell_repeated"),
        ('<c r="XFD1"><v>1</v></c>', 1, ">AN", "too_large"),
        ('<c r="A2"><v>1</v></c>', 0, "", "file_unreadable"),
        ('<c r="A1" t="s"><v>999999</v></c>', 0, "", "file_unreadable"),
        ('<c r="A1" t="s"><v>-1</v></c>', 0, "", "file_unreadable"),
        ('<c r="A1" s="-1"><v>1</v></c>', 0, "", "file_unreadable"),
        ('<c r="A1" t="str"><v>_xD800_</v></c>', 0, "", "file_unreadable"),
        ('<c r="A1" t="inlineStr"><is><t>a_xDE00__xD83D_</t></is></c>', 0, "", "file_unreadable"),
        ('<x><c r="A1"><v>1</v></c></x>', 0, "", "file_unreadable"),
        ('</row><row r="0"><c><v>1</v></c>', 0, "", "file_unreadable"),
        ('</row><row r="-5"><c><v>1</v></c>', 0, "", "file_unreadable"),
        ('</row><row r="1e3"><c><v>1</v></c>', 0, "", "file_unreadable"),
        ('<c r="A1" t="str"><v>' + "x" * 40_000 + "</v></c>", 1, "A", "cell_too_long"),
    ],
)
def test_a_cell_that_cannot_be_kept_is_named(cells: str, row: int, column: str, code: str) -> None:
    with pytest.raises(Faulty) as refused:
        row_of(cells)

    assert [(one.row, one.column, one.code) for one in refused.value.faults] == [(row, column, code)]


def test_merged_answers_and_cells_without_a_heading_are_named_with_row_and_column() -> None:
    book = load_workbook(io.BytesIO(exported("xlsx", asked(FULL))))
    book["securite"].merge_cells("D3:D4")
    book["securite"]["K5"] = "une remarque"
    data = io.BytesIO()
    book.save(data)

    assert [one for one in codes(faults_of_file("xlsx", data.getvalue())) if one[3] != "answer_wrong_type"] == [
        ("securite", 3, "reponse", "merged_cells"),
        ("securite", 5, "K", "cell_without_heading"),
    ]


def test_of_very_many_faults_the_first_are_told() -> None:
    book = load_workbook(io.BytesIO(exported("xlsx", asked())))
    for row in range(5, 35):
        for column in range(11, 41):
            book["ethique"].cell(row, column, "une remarque")
    data = io.BytesIO()
    book.save(data)

    found = [one.code for one in faults_of_file("xlsx", data.getvalue())]

    assert (len(found), found[0], found[-1]) == (501, "cell_without_heading", "more_faults")
