"""Spreadsheets are archives: looked into with limits, entry by entry, before anybody else unpacks them."""

import re
import zlib
from collections.abc import Iterable
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from services.intake.inspection.refused import ContentRefused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
MOST_ENTRIES, MOST_BYTES, HIGHEST_RATIO = 5_000, 100_000_000, 200
SMALL = 64 * 1024
"""However well it packs, what comes of so few bytes harms nobody."""
PIECE = 256 * 1024
ENCRYPTED = 0x1
UNSAFE = re.compile(r"^[/\\]|\\|(?:^|/)\.\.(?:/|$)|^[A-Za-z]:|\0")
ACTIVE = re.compile(r"(?:^|/)(?:vbaProject\.bin|macrosheets/|activeX/|embeddings/|Basic/|Scripts/)", re.IGNORECASE)
ENTITIES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def spreadsheet_kind(file: BinaryIO) -> str:
    """XLSX or ODS. ContentRefused: archive_refused (with a reason), active_content, media_type_refused."""
    try:
        with ZipFile(file) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_names(entries)
            _unpack(archive, entries)
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


def _unpack(archive: ZipFile, entries: Iterable[ZipInfo]) -> None:
    """Every entry read once: declared sizes and checksums are those of the bytes; no XML part declares entities."""
    for entry in entries:
        with archive.open(entry) as opened:
            start = opened.read(PIECE)
            size = len(start)
            if entry.filename.lower().endswith((".xml", ".rels")) and ENTITIES.search(start):
                raise ContentRefused("active_content", found="entities")
            while piece := opened.read(PIECE):
                size += len(piece)
            if size != entry.file_size:
                raise ContentRefused("archive_refused", reason="damaged")


def _kind(archive: ZipFile, names: set[str]) -> str:
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return XLSX
    if "mimetype" in names and archive.read("mimetype") == ODS.encode() and "content.xml" in names:
        return ODS
    raise ContentRefused("media_type_refused", accepted=[XLSX, ODS])
