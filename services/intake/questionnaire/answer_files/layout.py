"""The layout of a file of answers: which sheets, which columns, and where each entry of a draft stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.intake.application.domain.draft import settled
from services.intake.questionnaire.answer_files.cells import NO, YES, cell_of
from services.intake.questionnaire.answer_files.columns import (
    ANSWER,
    COLUMNS,
    EVIDENCE,
    ID,
    NOTE,
    OPTIONS,
    QUESTION,
    REASON,
    STATE,
    TITLE,
)
from services.intake.questionnaire.answer_files.grid import Cell, Sheet
from services.intake.questionnaire.answer_files.neutral import neutral
from services.intake.questionnaire.answer_files.pieces import cell_of_pieces
from services.intake.questionnaire.domain.blockers import ORIENTATION
from services.intake.questionnaire.domain.inquiry import OrientationFact, Question
from services.intake.questionnaire.form_state import FormState
from shared.http.language import Language
from shared.programme.case import PRESUMPTION
from shared.programme.guidance import guidance_of
from shared.programme.vocabulary import Title

DOSSIER, PROGRAMME = "dossier", "programme"
"""The first sheet, and its rows that say which dossier and which version of the programme the file is for."""
LONGEST_NAME, NOT_IN_NAMES = 31, str.maketrans("[]:*?/\\'", "________")


@dataclass(frozen=True, slots=True)
class Names:
    """The name of each sheet: what it holds, as spreadsheets can write it."""

    sheet_of: Mapping[str, str]

    @staticmethod
    def of(questionnaires: Sequence[str]) -> "Names":
        """The first sheets, then one per questionnaire; no two alike."""
        names: dict[str, str] = {DOSSIER: DOSSIER, ORIENTATION: ORIENTATION}
        for index, id_ in enumerate(questionnaires):
            name = id_.translate(NOT_IN_NAMES)[:LONGEST_NAME]
            names[id_] = name if name not in names.values() else f"{index}_{name}"[:LONGEST_NAME]
        return Names(names)


def names_of(form: FormState) -> Names:
    """The sheets of this programme version."""
    return Names.of(form.inquiry.programme.questionnaires)


def sheets_of(form: FormState, language: Language) -> list[Sheet]:
    """The whole file, with wordings in one language."""
    names = names_of(form).sheet_of
    sheets = [_sheet(names[DOSSIER], _about(form))]
    orientation = form.inquiry.orientation
    facts = [_choices(one.fact.type, one.fact.options) for one in orientation]
    sheets.append(_sheet(names[ORIENTATION], [_fact(one, form, language) for one in orientation], facts))
    for one in form.inquiry.questionnaires:
        types = [question.criterion.answer for question in one.questions]
        answers = [_choices(answer.name, getattr(answer, "options", ())) for answer in types]
        sheets.append(_sheet(names[one.id], [_question(each, form, language) for each in one.questions], answers))
    return sheets


def _sheet(name: str, rows: Sequence[Mapping[str, Cell]], choices: Sequence[tuple[str, ...]] = ()) -> Sheet:
    cells = [COLUMNS, *([neutral(row.get(column)) for column in COLUMNS] for row in rows)]
    return Sheet(name, cells, {row: words for row, words in enumerate(choices, 2) if words})


def _choices(kind: str, options: Sequence[str]) -> tuple[str, ...]:
    """What an answer is one of; nothing where several may be given, or anything."""
    if kind == "boolean":
        return (YES, NO)
    return tuple(options) if kind == "choice" else ()


def _about(form: FormState) -> list[Mapping[str, Cell]]:
    content = settled(form.application.working, form.application.service, form.inquiry.programme)
    return [
        {ID: DOSSIER, TITLE: form.application.service.name, ANSWER: form.application.id},
        {ID: PROGRAMME, ANSWER: form.inquiry.programme.ref},
        {ID: PRESUMPTION, EVIDENCE: cell_of_pieces(content.evidence.get(PRESUMPTION, ()))},
    ]


def _fact(one: OrientationFact, form: FormState, language: Language) -> Mapping[str, Cell]:
    return {
        ID: one.fact.id,
        TITLE: said(one.fact.title, language),
        ANSWER: cell_of(one.value),
        OPTIONS: _options(one.fact.type, one.fact.options, form, language),
        STATE: "known" if one.known else "unknown",
    }


def _question(question: Question, form: FormState, language: Language) -> Mapping[str, Cell]:
    criterion = question.criterion
    return {
        ID: criterion.id,
        TITLE: said(criterion.title, language),
        QUESTION: said(guidance_of(criterion, form.label), language),
        ANSWER: cell_of(question.answer),
        OPTIONS: _options(criterion.answer.name, getattr(criterion.answer, "options", ()), form, language),
        REASON: question.claim,
        EVIDENCE: cell_of_pieces(question.evidence),
        STATE: str(question.result.state),
        NOTE: question.note or None,
    }


def _options(kind: str, options: Sequence[str], form: FormState, language: Language) -> str | None:
    """What may be answered, an option a line, as `code = wording`."""
    if kind == "boolean":
        return f"{YES}\n{NO}"
    return "\n".join(f"{code} = {said(form.label(code), language)}" for code in options) or None


def said(title: Title, language: Language) -> str:
    """A wording in that language."""
    return title.fr if language is Language.FRENCH else title.en
