"""Files that are wrong: every fault with its place, nothing half taken; files that are traps: refused unopened."""

import io
from collections.abc import Callable

import pytest
from odfdo import Cell, Document, Row, Table
from openpyxl import load_workbook

from services.intake.questionnaire.answer_files.columns import COLUMNS
from services.intake.questionnaire.answer_files.grid import Cell as Written
from services.intake.questionnaire.answer_files.grid import CellFault, Faulty, Sheet
from services.intake.questionnaire.answer_files.ods import read as read_ods
from services.intake.questionnaire.answer_files.ods import write as write_ods
from services.intake.questionnaire.answer_files.separated import write as write_csv
from services.intake.questionnaire.answer_files.xlsx import write as write_xlsx
from shared.contracts.case_file import CaseFile
from tests.intake.questionnaire.answer_file_fixtures import asked, changed, exported, faults_of_file
from tests.intake.questionnaire.hostile_answers import refused, with_content

KINDS = ("xlsx", "ods", "csv")
WRITE = {"xlsx": write_xlsx, "ods": write_ods, "csv": write_csv}
FIRST = ["dossier", "", "", asked().application.id, "", "", "", "", ""]
VERSION = ["programme", "", "", "3.0.0", "", "", "", "", ""]
ABOUT = Sheet("dossier", [COLUMNS, FIRST, VERSION])


def row(subject: str, **cells: Written) -> list[Written]:
    return [subject, *(cells.get(column) for column in COLUMNS[1:])]


def file(kind: str, *sheets: Sheet) -> bytes:
    return WRITE[kind](list(sheets))


def codes(faults: list[CellFault]) -> list[tuple[str, int, str, str]]:
    return [(one.sheet, one.row, one.column, one.code) for one in faults]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_with_sheet_row_and_column(kind: str) -> None:
    first = len(ABOUT.rows) if kind == "csv" else 1
    security = Sheet("securite", [
        COLUMNS,
        row("SEC-07", reponse="trente"),
        row("SEC-99", reponse=1),
        row("SEC-07", reponse=30),
        row("URB-01", reponse="oui"),
        row("", reponse="oui"),
        row("SEC-01", motif_sans_objet="no_server_side", preuves="selfie"),
        row("SEC-02", preuves="report issued_on=hier"),
    ])  # fmt: skip

    faults = codes(faults_of_file(kind, file(kind, ABOUT, security)))

    assert faults == [
        ("securite", first + 1, "reponse", "answer_wrong_type"),
        ("securite", first + 2, "critere", "unknown_criterion"),
        ("securite", first + 3, "critere", "row_repeated"),
        ("securite", first + 4, "critere", "criterion_of_another_questionnaire"),
        ("securite", first + 5, "critere", "criterion_missing"),
        ("securite", first + 6, "motif_sans_objet", "claim_not_admitted"),
        ("securite", first + 6, "preuves", "evidence_type_unknown"),
        ("securite", first + 7, "preuves", "evidence_malformed"),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("subject", "value", "code"),
    [("programme", "2.0.0", "another_programme_version"), ("dossier", "other", "another_dossier")],
)
def test_a_file_for_another_version_or_dossier_is_refused(kind: str, subject: str, value: str, code: str) -> None:
    faults = codes(faults_of_file(kind, changed(kind, "dossier", subject, "reponse", value)))

    assert [(sheet, column, found) for sheet, _, column, found in faults] == [("dossier", "reponse", code)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_typology_other_than_that_of_the_prior_request_is_refused(kind: str) -> None:
    faults = codes(faults_of_file(kind, changed(kind, "orientation", "track", "reponse", "with_exchange")))

    assert [(sheet, code) for sheet, _, _, code in faults] == [("orientation", "differs_from_prior_request")]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_a_renamed_column_and_an_unknown_sheet_are_named(kind: str) -> None:
    heading = ["answer" if column == "reponse" else column for column in COLUMNS]
    renamed, stray = Sheet("securite", [heading, row("SEC-07")]), Sheet("Feuil1", [["x"]])

    assert codes(faults_of_file(kind, file(kind, ABOUT, renamed, stray))) == [
        ("Feuil1", 0, "", "sheet_unknown"),
        ("securite", 1, "answer", "column_unknown"),
        ("securite", 1, "reponse", "column_missing"),
    ]


def test_a_renamed_column_of_the_table_is_named_too() -> None:
    data = exported("csv", asked()).replace(b";reponse;", b";answer;", 1)

    assert ("dossier", 1, "reponse", "column_missing") in codes(faults_of_file("csv", data))


@pytest.mark.parametrize("kind", KINDS)
def test_without_its_first_sheet_a_file_is_refused(kind: str) -> None:
    faults = codes(faults_of_file(kind, file(kind, Sheet("securite", [COLUMNS, row("SEC-07", reponse=30)]))))

    assert faults == [("dossier", 0, "", "sheet_missing")]


def a_formula_in_a_workbook() -> bytes:
    book = load_workbook(io.BytesIO(changed("xlsx", "securite", "SEC-07", "reponse", 30)))
    (place,) = [cells[3] for cells in book["securite"].iter_rows() if cells[0].value == "SEC-07"]
    place.value = "=15+15"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def a_formula_in_a_spreadsheet() -> bytes:
    document = Document("spreadsheet")
    document.body.clear()
    for name, rows in (("dossier", ABOUT.rows), ("securite", [COLUMNS, row("SEC-07")])):
        table = Table(name)
        for cells in rows:
            line = Row()
            for value in cells:
                line.append_cell(Cell(value))
            table.append_row(line)
        if name == "securite":
            table.set_cell((3, 1), Cell(30, formula="of:=15+15"))
        document.body.append(table)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


@pytest.mark.parametrize(("kind", "make"), [("xlsx", a_formula_in_a_workbook), ("ods", a_formula_in_a_spreadsheet)])
def test_a_formula_is_refused_whatever_it_comes_to(kind: str, make: Callable[[], bytes]) -> None:
    faults = codes(faults_of_file(kind, make()))

    assert [(sheet, column, code) for sheet, _, column, code in faults] == [("securite", "reponse", "formula_refused")]


def test_in_a_table_what_looks_like_a_formula_is_a_text() -> None:
    data = exported("csv", asked(CaseFile(facts={}, answers={"SEC-07": "=15+15"}))).replace(b"'=15+15", b"=15+15")

    assert [code for *_, code in codes(faults_of_file("csv", data))] == ["answer_wrong_type"]


def wide_spreadsheet(rows: int) -> bytes:
    """A row of one text over all columns, so many times."""
    return spreadsheet(
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="16384" '
        'office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row>'
    )


def spreadsheet(rows: str) -> bytes:
    """A file of one sheet with these rows."""
    return with_content(exported("ods", asked()), rows)


@pytest.mark.parametrize(
    ("kind", "data", "code"),
    [
        ("xlsx", exported("ods", asked()), "wrong_type"),
        ("ods", exported("xlsx", asked()), "wrong_type"),
        ("csv", b"a;b\r\n1;2", "wrong_type"),
        ("csv", "feuille;r\xe9ponse".encode("cp1252"), "wrong_encoding"),
        *refused().values(),
    ],
    ids=["an ods as xlsx", "an xlsx as ods", "another table", "another encoding", *refused()],
)
def test_what_is_no_file_of_answers_is_refused(kind: str, data: bytes, code: str) -> None:
    assert [one.code for one in faults_of_file(kind, data)] == [code]


def test_what_stands_beyond_the_columns_that_are_read_is_refused_and_not_left_out() -> None:
    with pytest.raises(Faulty) as refused:
        read_ods(wide_spreadsheet(1))

    assert codes(list(refused.value.faults)) == [("dossier", 1, "AO", "too_large")]


def test_empty_rows_and_cells_are_spelt_out_only_where_something_follows() -> None:
    """Spreadsheets end each row and sheet with an empty cell, repeated to the last place that there could be."""
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    end = '<table:table-cell table:number-columns-repeated="16380"/>'
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = (
        f"<table:table-row>{cell}{gap}{cell}{end}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{end}</table:table-row>'
        f"<table:table-row>{cell}{end}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048570">{end}</table:table-row>'
    )

    (sheet,) = read_ods(spreadsheet(rows))

    assert sheet.rows == [["x", None, None, "x"], [], [], ["x"]]


def test_spaces_tabs_and_paragraphs_of_a_cell_are_kept() -> None:
    text = '<text:p>a <text:s text:c="3"/>b<text:tab/>c</text:p><text:p>d</text:p>'
    cell = f'<table:table-cell office:value-type="string">{text}</table:table-cell>'

    (sheet,) = read_ods(spreadsheet(f"<table:table-row>{cell}</table:table-row>"))

    assert sheet.rows == [["a    b\tc\nd"]]
