"""OpenDocument spreadsheets as other programs write them: read whole, or refused with the place."""

import pytest

from services.intake.questionnaire.answer_files.grid import Formula
from services.intake.questionnaire.answer_files.jobs import read_file
from tests.intake.questionnaire.answer_file_fixtures import faults_of_file
from tests.intake.questionnaire.test_faulty_files import spreadsheet


def cell(value: str, kind: str = "float", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" office:value="{value}" {more}/>'


TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (cell("30"), 30),
        (cell("1e150000"), "1e150000"),
        (cell("1e400000"), "1e400000"),
        (cell("1e999999"), "1e999999"),
        (cell("-1e-999999"), "-1e-999999"),
        (cell("NaN"), "NaN"),
        (cell("0.715", "percentage"), "71.5 %"),
        (cell("12.5", "currency"), 12.5),
        ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', True),
        ('<table:table-cell office:value-type="date" office:date-value="2026-03-02"/>', "2026-03-02"),
        (cell("30", more='table:formula="of:=15+15"'), Formula()),
        (TEXT.format('o<text:span>u</text:span>i<office:annotation><text:p>note</text:p></office:annotation>'), "oui"),
        ("<table:table-row-group/>" + TEXT.format("a"), "a"),
    ],
)  # fmt: skip
def test_a_cell_of_a_spreadsheet_is_read_as_people_see_it(given: str, found: object) -> None:
    (sheet,) = read_file("ods", spreadsheet(f"<table:table-row>{given}</table:table-row>"))

    assert sheet.rows == [[found]]


REPEATED = (
    '<table:table-row table:number-rows-repeated="{}"><table:table-cell office:value-type="string"{}>'
    "<text:p>x</text:p></table:table-cell></table:table-row>"
)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (REPEATED.format("-2000000", "") + REPEATED.format("2000000", ""), "file_unreadable"),
        (REPEATED.format("0", ""), "file_unreadable"),
        (REPEATED.format("1e9", ""), "file_unreadable"),
        (REPEATED.format("2000000", ""), "too_large"),
        (REPEATED.format("1", ' table:number-columns-repeated="-5"'), "file_unreadable"),
        (REPEATED.format("1", ' table:number-columns-repeated="2000000"'), "too_large"),
        (REPEATED.format("4000", ' table:number-columns-repeated="39"'), "too_large"),
        ("<table:table-row>" + TEXT.format('<text:s text:c="300000000"/>') + "</table:table-row>", "cell_too_long"),
        ("<table:table-row>" + TEXT.format('<text:s text:c="30000"/>' * 2) + "</table:table-row>", "cell_too_long"),
        ("<table:table-row>" + TEXT.format('<text:s text:c="-3"/>') + "</table:table-row>", "file_unreadable"),
        ("<table:table-row><table:table-cell "
         + " ".join(f'x{place}=""' for place in range(201)) + "/></table:table-row>", "file_unreadable"),
        ("<table:table-row><table:table-cell><table:table><table:table-row/></table:table></table:table-cell>"
         "</table:table-row>", "file_unreadable"),
    ],
)  # fmt: skip
def test_a_small_spreadsheet_that_would_be_huge_is_refused(rows: str, code: str) -> None:
    assert [one.code for one in faults_of_file("ods", spreadsheet(rows))] == [code]


def test_rows_in_groups_and_headers_are_read_and_covered_cells_keep_their_place() -> None:
    row = f"<table:table-row>{TEXT.format('a')}<table:covered-table-cell/>{TEXT.format('c')}</table:table-row>"
    rows = (
        f"<table:table-header-rows>{row}</table:table-header-rows>"
        f'<table:table-row-group>{row}<table:table-row-group table:display="false">{row}</table:table-row-group>'
        f"</table:table-row-group>"
    )

    (sheet,) = read_file("ods", spreadsheet(rows))

    assert sheet.rows == [["a", None, "c"]] * 3
