"""Files of answers: what goes out comes back the same, in every format; no cell comes alive."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from services.intake.questionnaire.answer_files.columns import COLUMNS
from services.intake.questionnaire.answer_files.layout import Names
from services.intake.questionnaire.answer_files.neutral import neutral, unmarked
from shared.contracts.case_file import Answer, CaseFile, EvidencePiece
from shared.programme.answers import BooleanAnswer, ChoiceAnswer, MultichoiceAnswer, TextAnswer
from shared.programme.facts import Fact, FactType
from shared.programme.quantities import NumberAnswer, ScoreAnswer
from shared.texts.public_text import PublicText
from shared.texts.rule import TextFault
from tests.intake.questionnaire.answer_file_fixtures import (
    EMPTY,
    RULES,
    asked,
    changed,
    exported,
    faults_of_file,
    imported,
)
from tests.intake.words import content_of

KINDS = ("xlsx", "ods", "csv")
HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\tx",
    "'x",
    "''",
    "＝1",
    '=HYPERLINK("http://x","y")',
    "a\nb",
    "a;b",
    'a"b',
    " a  b ",
]
any_character = st.characters(exclude_categories=["Cs"])
spellings = st.lists(st.sampled_from([*"_x000D_ \n\t'=é;\",\u0301\u00a0\u3000", "👩\u200d🔬"]), min_size=1, max_size=20)


def may_be_said(text: str) -> bool:
    """Whether a draft keeps a text as it is: others are refused or normalised, in other tests."""
    try:
        return PublicText(2000, lines=True).checked(text) == text
    except TextFault:
        return False


texts = (st.sampled_from(HOSTILE) | st.text(any_character, min_size=1, max_size=40) | spellings.map("".join)).filter(
    may_be_said
)


def answers_to(criterion: str) -> st.SearchStrategy[Answer]:
    """Any answer that the criterion takes."""
    match RULES.criteria[criterion].answer:
        case BooleanAnswer():
            return st.booleans()
        case ChoiceAnswer(options=options):
            return st.sampled_from(options)
        case MultichoiceAnswer(options=options, min_items=least):
            return st.lists(st.sampled_from(options), min_size=least, unique=True).map(tuple)
        case NumberAnswer(low=low, high=high, integer=True):
            return st.integers(int(low), int(high))
        case NumberAnswer(low=low, high=high) | ScoreAnswer(low=low, high=high):
            return st.integers(int(low), int(high)) | st.floats(low, high).map(lambda number: round(number, 3))
        case TextAnswer(min_length=least):
            return texts.map(lambda text: f"{text} {'x' * least}".strip()).filter(may_be_said)
        case other:
            raise AssertionError(other)


def facts_of(fact: Fact) -> st.SearchStrategy[Answer]:
    match fact.type:
        case FactType.BOOLEAN:
            return st.booleans()
        case FactType.CHOICE:
            return st.sampled_from(fact.options)
        case FactType.LIST:
            return st.lists(st.sampled_from(fact.options), unique=True).map(tuple)


pieces = st.builds(
    EvidencePiece,
    type=st.sampled_from(sorted(RULES.evidence_types)),
    issued_on=st.none() | st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    sha256=st.none() | st.just("ab" * 32),
)
contents = st.builds(
    CaseFile,
    facts=st.fixed_dictionaries(
        {}, optional={id_: facts_of(fact) for id_, fact in RULES.facts.items() if id_ != "track"}
    ),
    answers=st.fixed_dictionaries({}, optional={id_: answers_to(id_) for id_ in RULES.criteria}),
    evidence=st.dictionaries(
        st.sampled_from([*RULES.criteria, "presumption"]),
        st.lists(pieces, min_size=1, max_size=3).map(tuple),
        max_size=4,
    ),
    not_applicable=st.fixed_dictionaries({}, optional={"ETH-28": st.just("no_server_side")}),
)
notes = st.dictionaries(st.sampled_from(sorted(RULES.criteria)), texts, max_size=3)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None)
@given(content=contents, notes=notes)
def test_what_goes_out_comes_back_the_same(kind: str, content: CaseFile, notes: dict[str, str]) -> None:
    inquired = asked(content, notes)

    command = imported(kind, exported(kind, inquired), inquired)

    assert command.over(content) == content
    assert command.over(EMPTY) == content
    assert command.over_notes({}) == notes


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", [text for text in HOSTILE if may_be_said(text)])
def test_a_text_that_looks_like_something_else_comes_back_the_same(kind: str, text: str) -> None:
    answer = f"{text} is kept as it was typed, whatever it looks like"
    inquired = asked(CaseFile(facts={}, answers={"ETH-24": answer}), {"SEC-07": text})

    command = imported(kind, exported(kind, inquired), inquired)

    assert (command.answers["ETH-24"], command.notes["SEC-07"]) == (answer, text)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("column", ["reponse", "commentaire"])
def test_a_text_typed_into_a_file_is_kept_in_the_form_that_a_page_gives_it(kind: str, column: str) -> None:
    subject, sheet = {"reponse": ("ETH-24", "ethique"), "commentaire": ("SEC-07", "securite")}[column]
    typed = "\tUn cafe\u0301\n\u200b et ce qui l'accom\u00adpagne d'habitude, tel quel  "

    command = imported(kind, changed(kind, sheet, subject, column, typed), asked())

    kept = {**command.over(EMPTY).answers, **command.over_notes({})}
    assert kept == {subject: "Un café\n et ce qui l'accompagne d'habitude, tel quel"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a\u202db", "text_direction"),
        ("a\U000e0028b", "text_invisible"),
        ("\u0301", "text_invisible"),
        ("a" + "\u0327" * 7, "text_marks"),
        ("a\ue000b", "text_no_character"),
    ],
)
def test_a_file_may_say_no_more_than_a_page(kind: str, text: str, code: str) -> None:
    data = changed(kind, "securite", "SEC-07", "commentaire", text)

    assert [(one.sheet, one.column, one.code) for one in faults_of_file(kind, data)] == [
        ("securite", "commentaire", code)
    ]


@given(st.text())
def test_the_mark_comes_off_as_it_went_on(text: str) -> None:
    shown = "".join(sign for sign in text if neutral(f"x{sign}") == f"x{sign}")

    assert unmarked(neutral(shown)) == shown


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_starts_with_a_sign_that_a_spreadsheet_takes_for_a_formula(text: str) -> None:
    inquired = asked(CaseFile(facts={}, answers={"ETH-24": text}), {"SEC-07": text})

    book = load_workbook(BytesIO(exported("xlsx", inquired)))
    table = list(csv.reader(StringIO(exported("csv", inquired).decode("utf-8-sig"), newline=""), delimiter=";"))
    cells = [str(cell.value or "") for sheet in book for row in sheet.iter_rows() for cell in row]
    cells += [cell for row in table for cell in row]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))] == []
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_another_library_reads_the_same_sheets_and_columns(kind: str) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(exported(kind, asked(content_of()))))

    assert book.sheet_names == ["dossier", "orientation", "doctrine", "securite", "rgpd", "ethique"]
    for name in book.sheet_names:
        assert tuple(book.get_sheet_by_name(name).to_python()[0]) == COLUMNS
    rows = {row[0]: row for row in book.get_sheet_by_name("securite").to_python()}
    assert rows["SEC-07"][3] == content_of().answers["SEC-07"]


def test_a_workbook_offers_the_words_of_which_an_answer_is_one() -> None:
    sheet = load_workbook(BytesIO(exported("xlsx", asked())))["doctrine"]
    cells = {row[0].value: row[3].coordinate for row in sheet.iter_rows()}

    def offered(criterion: str) -> list[str]:
        return [one.formula1 for one in sheet.data_validations.dataValidation if cells[criterion] in one.sqref]

    assert offered("URB-01") == ['"oui,non"']
    assert offered("URB-03") == ['"mot_de_passe_seul,deux_facteurs,substantiel"']
    assert offered("INT-05") == []  # several may be given


def test_the_table_opens_in_a_french_spreadsheet() -> None:
    data = exported("csv", asked(CaseFile(facts={}, answers={"ETH-27": 71.5, "URB-01": True})))

    assert data.startswith(b"\xef\xbb\xbffeuille;critere;titre;question;reponse;options;")
    lines = data.decode("utf-8-sig")
    assert ";71,5;" in lines
    assert ";oui;" in lines


@pytest.mark.parametrize(
    ("subject", "sheet", "written", "meant"),
    [
        ("URB-01", "doctrine", "VRAI", True),
        ("URB-01", "doctrine", False, False),
        ("URB-03", "doctrine", "Deux facteurs", "deux_facteurs"),
        ("URB-03", "doctrine", "Two factors", "deux_facteurs"),
        ("SEC-07", "securite", " 30 ", 30),
        ("ETH-27", "ethique", "71,5", 71.5),
        ("ETH-27", "ethique", "71.5", 71.5),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_people_may_write_as_they_are_used_to(
    kind: str, subject: str, sheet: str, written: object, meant: object
) -> None:
    data = changed(kind, sheet, subject, "reponse", written)

    assert imported(kind, data, asked()).answers[subject] == meant


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_cell_takes_its_entry_away(kind: str) -> None:
    inquired = asked(CaseFile(facts={}, answers={"SEC-07": 30}))

    command = imported(kind, exported(kind, asked()), inquired)

    assert command.over(inquired.application.working) == EMPTY


def test_commas_and_tabs_are_read_as_well_as_semicolons() -> None:
    table = csv.reader(StringIO(exported("csv", asked(content_of())).decode("utf-8-sig"), newline=""), delimiter=";")
    rows = list(table)
    for separator in ",\t":
        text = StringIO(newline="")
        csv.writer(text, delimiter=separator).writerows(rows)

        command = imported("csv", text.getvalue().encode(), asked())

        assert command.over(EMPTY).answers == content_of().answers


def test_sheets_of_any_programme_have_names_that_a_spreadsheet_can_bear() -> None:
    names = Names.of(["dossier", "a/b?" * 12, "a/b?" * 11 + "x", "Éthique"]).sheet_of

    written = list(names.values())
    assert len(written) == len(set(written))
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in written)
    assert names["Éthique"] == "Éthique"
