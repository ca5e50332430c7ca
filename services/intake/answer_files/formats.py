"""The formats of a file of answers: how each is written, read and named."""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass

from services.intake.answer_files import ods, separated, xlsx
from services.intake.answer_files.grid import CellFault, Faulty, FoundSheet, Sheet
from services.intake.answer_files.layout import sheets_of
from services.intake.answer_files.packages import sized
from services.intake.answer_files.reading import command_of
from services.intake.domain.draft import SaveDraft
from services.intake.inquiring import Inquired
from shared.http.language import Language
from shared.http.problems import Problem


@dataclass(frozen=True, slots=True)
class Format:
    """One format, by the ending of its name."""

    media_type: str
    write: Callable[[list[Sheet]], bytes]
    read: Callable[[bytes], list[FoundSheet]]


FORMATS = {
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx.write, xlsx.read),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", ods.write, ods.read),
    "csv": Format("text/csv", separated.write, separated.read),
}


def format_of(kind: str) -> Format:
    """The format of that ending. Problem: not_found."""
    if kind not in FORMATS:
        raise Problem("not_found")
    return FORMATS[kind]


async def written(format_: Format, asked: Inquired, language: Language) -> bytes:
    """The file of what was answered so far; in a thread, for a workbook takes longer than others should wait."""
    return await asyncio.to_thread(format_.write, sheets_of(asked, language))


async def taken_from(format_: Format, data: bytes, asked: Inquired) -> SaveDraft:
    """The command that a file stands for. Faulty: every fault, with its place."""
    return await asyncio.to_thread(lambda: command_of(format_.read(sized(data)), asked))


def as_problem(faulty: Faulty) -> Problem:
    """Every fault of a file, for a program."""
    return Problem("faulty_file", faults=[shown(fault) for fault in faulty.faults])


def shown(fault: CellFault) -> dict[str, object]:
    """One fault: sheet, row, column, code, detail; without what it does not concern."""
    return {name: value for name, value in asdict(fault).items() if value}
