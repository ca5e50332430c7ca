"""Contents that a publisher might send: honest ones, and those of experiment 26."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from PIL import Image

from services.intake.wallet.scanning.eicar import EICAR

__all__ = ["EICAR"]


def pdf(inside: bytes = b"", *objects: bytes, catalogue: bytes = b"") -> bytes:
    """A PDF of one empty page; `inside` stands between its objects, where no reference leads; more objects from 4."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 10 10] >>",
        *objects,
    ]
    made, places = b"%PDF-1.7\n" + inside + b"\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n" % (len(bodies) + 1, len(made))
    return made + head + table + trailer + b"%%EOF\n"


def compressed(made: bytes) -> bytes:
    """A PDF with its objects in compressed streams, where no name can be read."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as opened:
        opened.save(saved, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return saved.getvalue()


def locked(made: bytes) -> bytes:
    """A PDF that asks for a password."""
    saved = io.BytesIO()
    with pikepdf.open(io.BytesIO(made)) as opened:
        opened.save(saved, encryption=pikepdf.Encryption(owner="owner", user="user"))
    return saved.getvalue()


def png(inside: bytes = b"", after: bytes = b"") -> bytes:
    header = struct.pack("!IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"tEXt", inside), (b"IDAT", zlib.compress(b"\0\xff\xff\xff")), (b"IEND", b"")]
    chunks = [
        struct.pack("!I", len(data)) + kind + data + struct.pack("!I", zlib.crc32(kind + data)) for kind, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + after


def jpeg(inside: bytes = b"") -> bytes:
    """An image of one point with a comment."""
    saved = io.BytesIO()
    Image.new("L", (1, 1)).save(saved, "JPEG", comment=inside)
    return saved.getvalue()


def blank(kind: str, width: int, height: int, *, progressive: bool = False) -> bytes:
    """A black image, which packs well."""
    saved = io.BytesIO()
    Image.new("1" if kind == "PNG" else "L", (width, height)).save(saved, kind, progressive=progressive)
    return saved.getvalue()


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


def commented(content: bytes, comment: bytes) -> bytes:
    """An archive with a comment at its end."""
    packed = io.BytesIO(content)
    with zipfile.ZipFile(packed, "a") as made:
        made.comment = comment
    return packed.getvalue()


def shifted(content: bytes, before: bytes) -> bytes:
    """An archive with bytes before it that it knows of: every place in it is right."""
    packed = io.BytesIO(before)
    packed.seek(0, io.SEEK_END)
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(packed, "a") as made:
        for entry in read.infolist():
            made.writestr(entry, read.read(entry))
    return packed.getvalue()


def streamed(content: bytes) -> bytes:
    """The same archive as a program writes it that cannot go back: sizes stand behind the entries."""

    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.written = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: Any) -> int:  # noqa: ANN401
            self.written += piece
            return len(piece)

    target = OneWay()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(target, "w") as made:
        for entry in read.infolist():
            made.writestr(entry.filename, read.read(entry))
    return bytes(target.written)


def types(*overrides: tuple[str, str]) -> bytes:
    """`[Content_Types].xml`."""
    named = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    return f'<Types xmlns="{space}"><Default Extension="xml" ContentType="application/xml"/>{named}</Types>'.encode()


def related(kind: str, target: str, mode: str = "Internal") -> bytes:
    """A part of relationships."""
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="r1" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'
    return f'<Relationships xmlns="{space}">{one}</Relationships>'.encode()


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
