"""Words for tests of what is filled in: an inquiry into a draft, and files of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from services.intake.application.domain.draft import Draft, SaveDraft
from services.intake.application.domain.state import Application, State
from services.intake.questionnaire.answer_files.columns import COLUMNS
from services.intake.questionnaire.answer_files.grid import CellFault, Faulty, FoundSheet, Sheet
from services.intake.questionnaire.answer_files.jobs import read_file, write_file
from services.intake.questionnaire.answer_files.layout import sheets_of
from services.intake.questionnaire.answer_files.reading import command_of
from services.intake.questionnaire.domain.inquiry import inquiry_of
from services.intake.questionnaire.form_state import FormState
from shared.contracts.case_file import CaseFile
from shared.http.language import Language
from shared.programme.loading import published
from tests.intake.words import an_application

RULES = published().version("3.0.0")
TODAY = date(2026, 3, 2)
EMPTY = CaseFile(facts={}, answers={})
Cells = Sequence[object]


def typed(content: CaseFile, notes: Mapping[str, str] | None = None) -> Application:
    draft = Draft(programme="3.0.0", content=content)
    return replace(an_application(State.DRAFT), draft=draft, notes=notes or {})


def asked(content: CaseFile = EMPTY, notes: Mapping[str, str] | None = None) -> FormState:
    application = typed(content, notes)
    return FormState(
        application=application, version=1, inquiry=inquiry_of(application, RULES, TODAY), document=published(),
        in_force="3.0.0", today=TODAY,
    )  # fmt: skip


def exported(kind: str, inquired: FormState) -> bytes:
    return write_file(kind, sheets_of(inquired, Language.FRENCH))


def imported(kind: str, data: bytes, into: FormState) -> SaveDraft:
    return command_of(read_file(kind, data), into)


def changed(kind: str, sheet: str, subject: str, column: str, value: object) -> bytes:
    """An export of an empty draft in which somebody has written one value."""
    sheets = [FoundSheet(one.name, [list(row) for row in one.rows]) for one in sheets_of(asked(), Language.FRENCH)]
    (found,) = [one for one in sheets if one.name == sheet]
    (row,) = [row for row in found.rows if row[0] == subject]
    row[COLUMNS.index(column)] = value  # type: ignore[index]  # a list, made above
    return write_file(kind, [Sheet(one.name, one.rows) for one in sheets])  # type: ignore[arg-type]  # no formulas


def faults_of_file(kind: str, data: bytes, into: FormState | None = None) -> list[CellFault]:
    """What the file is refused for; fails the test if it is not."""
    try:
        imported(kind, data, into or asked())
    except Faulty as faulty:
        return list(faulty.faults)
    raise AssertionError("the file was taken")
