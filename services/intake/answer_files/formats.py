"""The formats of a file of answers: how each is written, read and named."""

import asyncio
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

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
    """One format. Its module is loaded when a file of that kind first comes or goes: the libraries for spreadsheets
    take ten megabytes, and most processes never see one."""

    media_type: str
    module: str

    def write(self, sheets: list[Sheet]) -> bytes:
        """The sheets as a file."""
        written: bytes = self._module().write(sheets)
        return written

    def read(self, data: bytes) -> list[FoundSheet]:
        """The sheets of a file. Faulty: it is none of this format."""
        found: list[FoundSheet] = self._module().read(data)
        return found

    def _module(self) -> Any:  # noqa: ANN401  # each has `write` and `read`
        return import_module(f"services.intake.answer_files.{self.module}")


FORMATS = {
    "xlsx": Format("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    "ods": Format("application/vnd.oasis.opendocument.spreadsheet", "ods"),
    "csv": Format("text/csv", "separated"),
}
"""By the ending of a file's name."""


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
