"""What goes to a worker and what comes back: data alone, checked on arrival."""

import msgspec

from services.intake.questionnaire.answer_files.grid import CellFault, FoundSheet, Sheet


class Sent(msgspec.Struct):
    """A file to be read."""

    kind: str
    data: bytes


class Found(msgspec.Struct):
    """Its sheets, or why it is refused."""

    sheets: list[FoundSheet] = []
    faults: list[CellFault] = []


class Written(msgspec.Struct):
    """Sheets to be written."""

    kind: str
    sheets: list[Sheet]
