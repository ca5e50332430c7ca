"""Contents that a publisher might send: honest ones, and those of experiment 26."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from shared.scanning.eicar import EICAR

__all__ = ["EICAR"]


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n" + inside + b"\ntrailer\n<<>>\n%%EOF\n"


def png(inside: bytes = b"", after: bytes = b"") -> bytes:
    header = struct.pack("!IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"tEXt", inside), (b"IDAT", zlib.compress(b"\0\xff\xff\xff")), (b"IEND", b"")]
    chunks = [
        struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + after


def jpeg(inside: bytes = b"") -> bytes:
    comment = b"\xff\xfe" + struct.pack("!H", len(inside) + 2) + inside
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + comment + b"\xff\xd9"


def archive(entries: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in entries.items():
            made.writestr(name, content)
    return packed.getvalue()


SHEET = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b"<sheet/>"}


def xlsx(**more: bytes) -> bytes:
    return archive({**SHEET, **more})


def ods(**more: bytes) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return archive({"mimetype": kind, "content.xml": b"<office/>", **more})


def encrypted(content: bytes) -> bytes:
    """An archive that says of its first entry that it needs a password."""
    marked = bytearray(content)
    marked[marked.index(b"PK\x01\x02") + 8] |= 1
    return bytes(marked)


def lying_about_sizes(content: bytes) -> bytes:
    """An archive that calls an entry smaller than it is."""
    marked = bytearray(content)
    place = marked.index(b"PK\x01\x02") + 24
    marked[place : place + 4] = struct.pack("<I", 4)
    return bytes(marked)


BOMB = b"\0" * 30_000_000
"""Thirty megabytes that pack into thirty kilobytes."""
CSV = "critère;réponse\nSEC-07;30\n".encode()
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
