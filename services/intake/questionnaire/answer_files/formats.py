"""The formats of a file of answers: how each is written, read and named."""

import asyncio
from dataclasses import asdict, dataclass

import msgspec

from services.intake.application.domain.draft import SaveDraft
from services.intake.questionnaire.answer_files.grid import CellFault, Faulty
from services.intake.questionnaire.answer_files.handover import Found, Sent, Written
from services.intake.questionnaire.answer_files.layout import sheets_of
from services.intake.questionnaire.answer_files.packages import sized
from services.intake.questionnaire.answer_files.reading import command_of
from services.intake.questionnaire.form_state import FormState
from services.intake.sandbox.pool import Sandbox
from services.intake.sandbox.requests import run_in_sandbox
from shared.http.language import Language
from shared.http.problems import Problem
from shared.identity.actor import Actor

JOBS = "services.intake.questionnaire.answer_files.jobs"
"""Run in a worker alone: the libraries for spreadsheets take 25 MB and half a second."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format."""

    media_type: str


FORMATS = {
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet"),
    "csv": Format("text/csv"),
}
"""By the ending of a file's name."""


def format_of(kind: str) -> Format:
    """The format of that ending. Problem: not_found."""
    if kind not in FORMATS:
        raise Problem("not_found")
    return FORMATS[kind]


async def file_bytes(sandbox: Sandbox, actor: Actor, kind: str, form: FormState, language: Language) -> bytes:
    """The file of what was answered so far. Problem: parsers_busy."""
    payload = msgspec.msgpack.encode(Written(kind, sheets_of(form, language)))
    return await run_in_sandbox(sandbox, actor, f"{JOBS}:write", payload)


async def draft_from_file(sandbox: Sandbox, actor: Actor, kind: str, data: bytes, form: FormState) -> SaveDraft:
    """The command that a file stands for. Faulty: every fault, with its place. Problem: file_too_complex, parsers_busy.

    The file is parsed in another process; its cells are judged here, in a thread.
    """
    answer = await run_in_sandbox(sandbox, actor, f"{JOBS}:read", msgspec.msgpack.encode(Sent(kind, sized(data))))
    found = msgspec.msgpack.decode(answer, type=Found)
    if found.faults:
        raise Faulty(found.faults)
    return await asyncio.to_thread(command_of, found.sheets, form)


def problem_of(faulty: Faulty) -> Problem:
    """Every fault of a file, for a program."""
    return Problem("faulty_file", faults=[shown(fault) for fault in faulty.faults])


def shown(fault: CellFault) -> dict[str, object]:
    """One fault: sheet, row, column, code, detail; without what it does not concern."""
    return {name: value for name, value in asdict(fault).items() if value}
