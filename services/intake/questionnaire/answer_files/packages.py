"""Spreadsheets are zip archives: looked through before a library opens them, so that none is a bomb, or a program."""

import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from services.intake.questionnaire.answer_files.grid import Faulty, refuse
from services.intake.sandbox.doctypes import declares_doctype

LARGEST_FILE = 2_000_000
"""Bytes of a file that is sent: some twenty times a full one."""
LARGEST_CONTENT, MOST_PARTS = 8_000_000, 300
"""Bytes and parts of an archive once unpacked."""
MACROS = ("vbaproject", "vbadata", "macrosheets/", "dialogsheets/", "activex/", "basic/", "scripts/", "embeddings/")
ENCRYPTED = 0x1


def opened(data: bytes) -> dict[str, bytes]:
    """The parts of an archive by name. Faulty: file_unreadable, too_large, file_with_macros, file_encrypted."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            _check(parts)
            return {part.filename: _content(archive, part) for part in parts if not part.is_dir()}
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error) as error:
        raise refuse("file_unreadable", "not a spreadsheet, or damaged") from error


def _check(parts: list[ZipInfo]) -> None:
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_CONTENT:
        raise refuse("too_large", f"at most {LARGEST_CONTENT} bytes in {MOST_PARTS} parts once unpacked")
    names = [part.filename.casefold() for part in parts]
    if len(names) != len(set(names)):
        raise refuse("file_unreadable", "two parts of one name")
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise refuse("file_encrypted", "take the password off")
    if any(mark in part.filename.lower() for part in parts for mark in MACROS):
        raise refuse("file_with_macros", "save it without macros and embedded objects")


def _content(archive: ZipFile, part: ZipInfo) -> bytes:
    """No more than the archive declares (which `_check` has seen), and no document that defines its own entities."""
    with archive.open(part) as file:
        content = file.read(part.file_size + 1)
    if declares_doctype(content):
        raise refuse("file_unreadable", f"{part.filename[:80]}: no document type")
    return content


def sized(data: bytes) -> bytes:
    """The file itself. Faulty: too_large."""
    if len(data) > LARGEST_FILE:
        raise refuse("too_large", f"at most {LARGEST_FILE} bytes")
    return data


__all__ = ["LARGEST_FILE", "Faulty", "opened", "sized"]
