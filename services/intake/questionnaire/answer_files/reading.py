"""From the sheets of a file to a command that lays its entries over the draft; or every fault with its cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.intake.application.domain.draft import SaveDraft, faults_as_sent, faults_of_draft
from services.intake.questionnaire.answer_files.cells import answer_of
from services.intake.questionnaire.answer_files.columns import ANSWER, COLUMNS, EVIDENCE, ID, NOTE, REASON
from services.intake.questionnaire.answer_files.grid import (
    MOST_FAULTS,
    Cell,
    CellFault,
    Faulty,
    Formula,
    Found,
    FoundSheet,
    letter_of,
)
from services.intake.questionnaire.answer_files.layout import DOSSIER, PROGRAMME, names_of
from services.intake.questionnaire.answer_files.neutral import unmarked
from services.intake.questionnaire.answer_files.pieces import HOW, pieces_of
from services.intake.questionnaire.domain.blockers import ORIENTATION
from services.intake.questionnaire.domain.fault_path import split_fault_path
from services.intake.questionnaire.form_state import FormState
from shared.contracts.case_file import Answer, EvidencePiece
from shared.programme.case import PRESUMPTION

READ_BACK = (ANSWER, REASON, EVIDENCE, NOTE)
PARTS = {"answers": ANSWER, "facts": ANSWER, "not_applicable": REASON, "evidence": EVIDENCE, "notes": NOTE}
Row = Mapping[str, Cell]


@dataclass(slots=True)
class Entries:
    """What the rows say, as the parts of a command; and where each row is, to name its faults by."""

    facts: dict[str, Answer] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    evidence: dict[str, tuple[EvidencePiece, ...]] = field(default_factory=dict)
    not_applicable: dict[str, str | None] = field(default_factory=dict)
    notes: dict[str, str | None] = field(default_factory=dict)
    places: dict[tuple[bool, str], tuple[str, int]] = field(default_factory=dict)
    """Sheet and row of each subject; the flag tells facts from criteria, which may share a name."""
    faults: list[CellFault] = field(default_factory=list)

    def command(self) -> SaveDraft:
        """The entries as a command."""
        return SaveDraft(
            facts=self.facts,
            answers=self.answers,
            evidence=self.evidence,
            not_applicable=self.not_applicable,
            notes=self.notes,
        )


def command_of(sheets: Sequence[FoundSheet], form: FormState) -> SaveDraft:
    """The command that a file stands for. Faulty: every fault, of form and of content; nothing is half taken."""
    entries = Entries()
    contents = names_of(form).sheet_of
    known = {name: id_ for id_, name in contents.items()}
    read: set[str] = set()
    for sheet in sheets:
        if sheet.name not in known or sheet.name in read:
            code = "sheet_repeated" if sheet.name in read else "sheet_unknown"
            entries.faults.append(CellFault(sheet.name[:80], 0, "", code, f"one of {', '.join(known)}"))
        else:
            _read_sheet(sheet, known[sheet.name], form, entries)
        read.add(sheet.name)
    if contents[DOSSIER] not in read:
        entries.faults.append(CellFault(contents[DOSSIER], 0, "", "sheet_missing"))
    _judge(command := entries.command(), form, entries)
    if entries.faults:
        raise Faulty(entries.faults)
    return command


def _read_sheet(sheet: FoundSheet, id_: str, form: FormState, entries: Entries) -> None:
    seen: set[str] = set()
    for number, row in _rows(sheet, entries.faults):
        if len(entries.faults) > MOST_FAULTS:
            return
        subject = str(row.get(ID) or "").strip()
        if not subject:
            entries.faults.append(CellFault(sheet.name, number, ID, "criterion_missing"))
        elif subject in seen:
            entries.faults.append(CellFault(sheet.name, number, ID, "row_repeated"))
        elif fault := _belongs(subject, id_, form):
            entries.faults.append(CellFault(sheet.name, number, ID, *fault))
        else:
            entries.places[id_ == ORIENTATION, subject] = (sheet.name, number)
            _take(subject, id_, row, form, entries)
        seen.add(subject)
    if id_ == DOSSIER:
        entries.faults += [
            CellFault(sheet.name, 0, "", "row_missing", one) for one in (DOSSIER, PROGRAMME) if one not in seen
        ]


def _rows(sheet: FoundSheet, faults: list[CellFault]) -> Iterator[tuple[int, Row]]:
    """Every row that says something, by column."""
    heading = [str(cell or "").strip() if not isinstance(cell, Formula) else "" for cell in (sheet.rows or [[]])[0]]
    wrong = [CellFault(sheet.name, 1, column, "column_missing") for column in COLUMNS if column not in heading]
    wrong += [
        CellFault(sheet.name, 1, column[:80], "column_unknown" if column not in COLUMNS else "column_repeated")
        for index, column in enumerate(heading)
        if column and (column not in COLUMNS or column in heading[:index])
    ]
    faults += wrong
    if wrong:
        return
    faults += _merged(sheet, heading)
    for number, cells in enumerate(sheet.rows[1:], 2):
        faults += _outside(sheet, heading, number)
        row = dict(zip(heading, cells, strict=False))
        if any(cell is not None and cell != "" for cell in cells):
            yield number, {column: _plain(row.get(column), (sheet.name, number, column), faults) for column in COLUMNS}


def _merged(sheet: FoundSheet, heading: Sequence[str]) -> Iterator[CellFault]:
    """Cells that are read back and stand for several rows: whose answer they are cannot be told."""
    for row, index in sheet.merged:
        column = heading[index - 1] if index <= len(heading) else ""
        if row > 1 and column in (ID, *READ_BACK):
            yield CellFault(sheet.name, row, column, "merged_cells")


def _outside(sheet: FoundSheet, heading: Sequence[str], number: int) -> Iterator[CellFault]:
    """What stands where no column is: it would be lost."""
    for index, cell in enumerate(sheet.rows[number - 1]):
        if cell not in (None, "") and (index >= len(heading) or not heading[index]):
            shown = cell.strip()[:40] if isinstance(cell, str) else ""
            yield CellFault(sheet.name, number, letter_of(index + 1 + sheet.shift), "cell_without_heading", shown)


def _plain(cell: Found, index: tuple[str, int, str], faults: list[CellFault]) -> Cell:
    if isinstance(cell, Formula):
        if index[2] in (ID, *READ_BACK):
            faults.append(CellFault(*index, "formula_refused", "write its value"))
        return None
    found = unmarked(cell)
    return None if isinstance(found, Formula) else found


def _belongs(subject: str, id_: str, form: FormState) -> tuple[str, str] | None:
    """What is wrong with a subject on that sheet, if anything."""
    rules = form.inquiry.programme
    if id_ == DOSSIER:
        return None if subject in (DOSSIER, PROGRAMME, PRESUMPTION) else ("row_unknown", "")
    if id_ == ORIENTATION:
        return None if subject in rules.facts else ("unknown_fact", "")
    if subject not in rules.criteria:
        return "unknown_criterion", f"a criterion of version {rules.ref}"
    theirs = rules.criteria[subject].questionnaire
    return None if theirs == id_ else ("criterion_of_another_questionnaire", theirs)


def _take(subject: str, id_: str, row: Row, form: FormState, entries: Entries) -> None:
    rules, label = form.inquiry.programme, form.label
    if id_ == DOSSIER:
        _check_about(subject, row, form, entries)
    elif id_ == ORIENTATION:
        fact = rules.facts[subject]
        value = answer_of(fact.type, fact.options, row[ANSWER], label)
        if (subject, value) != (rules.procedure.typologies.fact, form.application.service.declared):
            entries.facts[subject] = value
    else:
        answer = rules.criteria[subject].answer
        entries.answers[subject] = answer_of(answer.name, getattr(answer, "options", ()), row[ANSWER], label)
        entries.not_applicable[subject] = str(row[REASON]).strip() if row[REASON] else None
        entries.notes[subject] = str(row[NOTE]) if row[NOTE] is not None else None
        _take_evidence(subject, row, entries)


def _check_about(subject: str, row: Row, form: FormState, entries: Entries) -> None:
    expected = {DOSSIER: str(form.application.id), PROGRAMME: form.inquiry.programme.ref}
    if subject == PRESUMPTION:
        _take_evidence(subject, row, entries)
    elif str(row[ANSWER] or "").strip() != expected[subject]:
        code = "another_dossier" if subject == DOSSIER else "another_programme_version"
        sheet, number = entries.places[False, subject]
        entries.faults.append(CellFault(sheet, number, ANSWER, code, f"expected {expected[subject]}"))


def _take_evidence(subject: str, row: Row, entries: Entries) -> None:
    try:
        entries.evidence[subject] = pieces_of(str(row[EVIDENCE] or ""))
    except ValueError:
        sheet, number = entries.places[False, subject]
        entries.faults.append(CellFault(sheet, number, EVIDENCE, "evidence_malformed", HOW))


def _judge(command: SaveDraft, form: FormState, entries: Entries) -> None:
    """What the programme finds wrong in the entries, at the cells that they came from."""
    rules = form.inquiry.programme
    found = (*faults_of_draft(command, rules, form.application.service), *faults_as_sent(command.entries(), rules))
    for fault in found:
        part, subject = split_fault_path(fault.path, {name for _, name in entries.places})
        sheet, number = entries.places[part == "facts", subject]
        entries.faults.append(CellFault(sheet, number, PARTS[part], fault.code, fault.detail))
