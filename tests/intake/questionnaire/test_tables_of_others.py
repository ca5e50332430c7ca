"""Tables of separated values as other programs write them, and numbers in any file."""

import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from services.intake.application.domain.draft import SaveDraft
from services.intake.questionnaire.answer_files.columns import COLUMNS
from services.intake.questionnaire.answer_files.jobs import read_file
from shared.contracts.case_file import CaseFile
from tests.intake.questionnaire.answer_file_fixtures import asked, exported, faults_of_file, imported
from tests.intake.words import content_of

FULL = content_of()
WHOLE = imported("csv", exported("csv", asked(FULL)), asked())


def separated(change: Callable[[str], str] = str, coding: str = "utf-8") -> bytes:
    text = exported("csv", asked(FULL)).decode("utf-8-sig")
    return change(text).encode(coding)


def told(separator: str) -> Callable[[str], str]:
    return lambda text: f"sep={separator}\r\n{text}"


@pytest.mark.parametrize(
    "data",
    [
        separated(told(";")), separated(lambda text: "\ufeff" + told(";")(text)),
        separated(lambda text: "SEP=;\n" + text),
        separated(lambda text: '"sep=;"\r\n' + text), separated(coding="utf-16"),
        separated(lambda text: "\ufeff" + text, "utf-16-be"), separated(lambda text: text.replace("\r\n", "\r")),
        separated(lambda text: text.replace("\r\n", "\n")), separated(lambda text: text + "\r\n;;;;;;;;;\r\n"),
    ],
    ids=["sep", "mark and sep", "SEP", "quoted sep", "utf-16", "utf-16 big end first", "cr", "lf", "empty rows"],
)  # fmt: skip
def test_a_table_is_read_whole_whatever_program_wrote_it(data: bytes) -> None:
    assert imported("csv", data, asked()) == WHOLE


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (separated(coding="cp1252"), "wrong_encoding"),
        (separated(coding="utf-16-le"), "wrong_encoding"),
        (separated(lambda text: text.replace("oui", "o\0ui", 1)), "wrong_encoding"),
        (separated(lambda text: text + "securite;" + "x" * 40_000), "cell_too_long"),
        (separated(lambda text: text + "securite;" + "x" * 200_000), "file_unreadable"),
        (separated(lambda text: text + 'securite;"' + "a;" * 60_000), "file_unreadable"),
        (separated(lambda text: text + "securite" + ";" * 60 + "x"), "too_large"),
    ],
    ids=["windows-1252", "utf-16 without a mark", "NUL", "a long field", "a giant field", "an open quote", "wide"],
)
def test_a_table_that_cannot_be_read_whole_is_refused(data: bytes, code: str) -> None:
    assert [one.code for one in faults_of_file("csv", data)] == [code]


def test_nothing_is_left_out_of_the_file_that_others_are_compared_with() -> None:
    assert WHOLE.answers == {**dict.fromkeys(WHOLE.answers), **FULL.answers}
    assert len(FULL.answers) > 40


def test_a_number_with_spaces_that_do_not_break_is_a_number() -> None:
    draft: SaveDraft = imported("csv", separated_with("1\u202f0\u00a00"), asked())

    assert draft.answers["SEC-07"] == 100


def separated_with(value: str) -> bytes:
    content = CaseFile(facts={}, answers={"SEC-07": 4711})
    return exported("csv", asked(content)).replace(b"4711", value.encode())


@pytest.mark.parametrize("value", ["1e999999", "1e400", "-1e999999", "1e-999999", "inf", "nan"])
def test_a_number_beyond_all_measure_is_a_wrong_answer(value: str) -> None:
    assert [one.code for one in faults_of_file("csv", separated_with(value))] == ["answer_wrong_type"]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_another_library_reads_the_same_texts_from_our_files(kind: str) -> None:
    data = exported(kind, asked(FULL))
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))

    for sheet in read_file(kind, data):
        theirs = [[cell for cell in row if cell != ""] for row in book.get_sheet_by_name(sheet.name).to_python()]
        assert [[cell for cell in row if cell not in (None, "")] for row in sheet.rows] == theirs
        assert tuple(sheet.rows[0]) == COLUMNS
