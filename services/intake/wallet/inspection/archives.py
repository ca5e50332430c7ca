"""Spreadsheets are archives: looked into with limits, entry by entry, before anybody else unpacks them."""

import re
import zlib
from collections.abc import Iterable, Mapping
from io import SEEK_END
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from services.intake.wallet.inspection.parts import (
    XML_NAMES,
    PartReader,
    declared_types,
    refuse_active_types,
    refuse_program,
    relationships,
)
from services.intake.wallet.inspection.refused import ContentRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MOST_ENTRIES, MOST_BYTES, HIGHEST_RATIO = 5_000, 100_000_000, 200
SMALL = 64 * 1024
"""However well it packs, what comes of so few bytes harms nobody."""
PIECE = 256 * 1024
ENCRYPTED = 0x1
UNSAFE = re.compile(r"^[/\\]|\\|(?:^|/)\.\.(?:/|$)|^[A-Za-z]:|\0")
ACTIVE = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|macrosheets/|activeX/|embeddings/|customUI/|userCustomization/|Basic/|Scripts/)",
    re.IGNORECASE,
)
LOCAL_HEADER, DESCRIPTOR, END = 30, 24, 22
"""Bytes of the frames of an archive."""
END_MARK, ZIP64 = b"PK\x05\x06", 76
HAS_DESCRIPTOR = 0x8
TYPES = "[Content_Types].xml"


def spreadsheet_kind(file: BinaryIO) -> str:
    """XLSX or ODS. ContentRefused: archive_refused (with a reason), active_content, media_type_refused."""
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_names(entries)
            _check_frame(file, archive, entries)
            _unpack(archive, entries, _types(archive, entries))
            return _kind(archive, {entry.filename for entry in entries})
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError, zlib.error):
        raise ContentRefused("archive_refused", reason="damaged") from None


def _check_sizes(entries: list[ZipInfo]) -> None:
    packed, unpacked = sum(one.compress_size for one in entries), sum(one.file_size for one in entries)
    if len(entries) > MOST_ENTRIES:
        raise ContentRefused("archive_refused", reason="too_many_entries", at_most=MOST_ENTRIES)
    if unpacked > MOST_BYTES or unpacked > HIGHEST_RATIO * max(packed, SMALL):
        raise ContentRefused("archive_refused", reason="too_large_unpacked", at_most=MOST_BYTES)


def _check_names(entries: Iterable[ZipInfo]) -> None:
    names: set[str] = set()
    for entry in entries:
        if UNSAFE.search(entry.filename) or entry.filename in names:
            raise ContentRefused("archive_refused", reason="unsafe_name")
        if entry.flag_bits & ENCRYPTED:
            raise ContentRefused("archive_refused", reason="encrypted")
        if ACTIVE.search(entry.filename):
            raise ContentRefused("active_content", found="macro")
        names.add(entry.filename)


def _check_frame(file: BinaryIO, archive: ZipFile, entries: list[ZipInfo]) -> None:
    """ContentRefused archive_refused: bytes before, between or behind the entries, or a comment: room for a page."""
    if archive.comment or any(entry.comment for entry in entries):
        raise ContentRefused("archive_refused", reason="comment")
    place = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        _next_to(entry.header_offset, place)
        file.seek(entry.header_offset)
        header = file.read(LOCAL_HEADER)
        named = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        place = entry.header_offset + LOCAL_HEADER + named + entry.compress_size
        if entry.flag_bits & HAS_DESCRIPTOR:
            place += _descriptor(file, place)
    _next_to(archive.start_dir, place)
    size = file.seek(0, SEEK_END)
    file.seek(size - END)
    end = file.read(END)
    if end[:4] != END_MARK or end[20:] != b"\0\0":
        raise ContentRefused("archive_refused", reason="foreign_bytes")
    directory = archive.start_dir + int.from_bytes(end[12:16], "little")
    if size - END - directory not in (0, ZIP64):
        raise ContentRefused("archive_refused", reason="foreign_bytes")


def _next_to(place: int, expected: int) -> None:
    if place != expected:
        raise ContentRefused("archive_refused", reason="foreign_bytes")


def _descriptor(file: BinaryIO, place: int) -> int:
    """How long the descriptor behind an entry is: with or without a mark, of 32 or of 64 bits."""
    file.seek(place)
    seen = file.read(DESCRIPTOR + 4)
    for length in (16, 12, 24, 20):
        if seen[length : length + 4] in (b"PK\x03\x04", b"PK\x01\x02"):
            return length
    return 0


def _types(archive: ZipFile, entries: Iterable[ZipInfo]) -> dict[str, str]:
    """Content types by part or by ending. ContentRefused: one of them stands for a program."""
    if TYPES not in {entry.filename for entry in entries}:
        return {}
    found = dict(declared_types(archive.read(TYPES)))
    refuse_active_types(list(found.values()))
    return found


def _unpack(archive: ZipFile, entries: Iterable[ZipInfo], types: Mapping[str, str]) -> None:
    """Every entry read once: declared sizes and checksums are those of the bytes; no part is active."""
    for entry in entries:
        name = entry.filename.lower()
        kind = types.get(name) or types.get(f".{name.rpartition('.')[2]}", "")
        xml = not entry.is_dir() and (name.endswith(XML_NAMES) or kind.lower().endswith("xml"))
        _look_through(archive, entry, PartReader(xml=xml, loose=name.endswith(".vml")))
        if name.endswith(".rels"):
            refuse_active_types(relationships(archive.read(entry)))


def _look_through(archive: ZipFile, entry: ZipInfo, reader: PartReader) -> None:
    size = 0
    with archive.open(entry) as opened:
        while piece := opened.read(PIECE):
            if not size:
                refuse_program(piece)
            size += len(piece)
            reader.feed(piece)
    if size != entry.file_size:
        raise ContentRefused("archive_refused", reason="damaged")
    if size:  # LibreOffice writes empty parts
        reader.end()


def _kind(archive: ZipFile, names: set[str]) -> str:
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return XLSX
    if "mimetype" in names and archive.read("mimetype") == ODS.encode() and "content.xml" in names:
        return ODS
    raise ContentRefused("media_type_refused", accepted=[XLSX, ODS])
