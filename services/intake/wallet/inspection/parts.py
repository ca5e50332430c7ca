"""What a part of a spreadsheet is: types and relationships read by lxml, the beginnings of programs by bytes."""

import re
from collections.abc import Iterator

from lxml import etree

from services.intake.sandbox.doctypes import Prolog
from services.intake.wallet.inspection.addresses import leads_inward
from services.intake.wallet.inspection.elements import Elements
from services.intake.wallet.inspection.refused import ContentRefused

LARGEST_LIST = 1_000_000
"""Bytes of a list of types or relationships."""
XML_NAMES = (".xml", ".rels", ".vml", ".rdf")
ACTIVE_TYPE = re.compile(
    r"vbaProject|macroEnabled|macrosheet|dialogsheet|activeX|oleObject|customUI|ui/(?:userCustomization|extensibility)"
    r"|attachedToolbars|/package$|ms-office\.vba|xlcalc|/control$|/ctrlProp|connections(?:\+xml)?$|queryTable|powerPivotData",
    re.IGNORECASE,
)
PROGRAMS = {
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "embedded object", b"MZ": "program", b"\x7fELF": "program",
    b"PK\x03\x04": "archive", b"%PDF-": "document",
}  # fmt: skip
ELEMENTS = ("ddeLink", "oleLink", "oleObject", "dde-source", "dde-link", "dde-connection", "dde-connection-decl",
            "event-listener", "script")  # fmt: skip
ONLY_NAMED = ("/hyperlink", "/externalLinkPath")
"""Ends of kinds of relationships to something outside that is fetched when somebody asks for it, not by opening."""
CODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def _in(coding: str) -> bytes:
    """`<ddeLink` and its like, with or without a prefix, as they stand in an encoding."""
    unit = b"" if coding == "utf-8" else b"\\x00"
    before, after = (unit, b"") if coding == "utf-16-be" else (b"", unit)
    names = b"|".join(re.escape(name.encode(coding)) for name in ELEMENTS)
    letter = before + rb"[\w.:-]" + after
    return re.escape("<".encode(coding)) + b"(?:" + letter + b"){0,64}?(?:" + names + b")(?!" + letter + b")"


ACTIVE_ELEMENT = re.compile(b"|".join(_in(coding) for coding in CODINGS))
OVERLAP = 512


def declared_types(content: bytes) -> Iterator[tuple[str, str]]:
    """Name of a part, its content type: from `[Content_Types].xml`. ContentRefused."""
    for element in _listed(content):
        name = element.get("PartName") or f".{element.get('Extension') or ''}"
        yield name.lstrip("/").lower(), element.get("ContentType") or ""


def refuse_active_types(kinds: list[str]) -> None:
    """ContentRefused active_content: a content type or relationship that stands for a program."""
    for kind in kinds:
        if found := ACTIVE_TYPE.search(kind):
            raise ContentRefused("active_content", found=found.group())


def relationships(content: bytes) -> list[str]:
    """The kinds of relationships that a `.rels` part names.

    ContentRefused: one is fetched from outside on opening, or leads into the reader's own machine or network.
    """
    found = _listed(content)
    for element in found:
        if element.get("TargetMode") != "External":
            continue
        if not (element.get("Type") or "").endswith(ONLY_NAMED):
            raise ContentRefused("active_content", found="external content")
        if leads_inward(element.get("Target") or ""):
            raise ContentRefused("active_content", found="link to a program, a file or a host")
    return [element.get("Type") or "" for element in found]


def refuse_program(start: bytes) -> None:
    """ContentRefused active_content: a part is a program, an object or another document, whatever it is called."""
    for mark, found in PROGRAMS.items():
        if start.startswith(mark):
            raise ContentRefused("active_content", found=found)


class PartReader:
    """Looks at one part piece by piece. `loose`: drawings in VML, which Excel itself writes with open tags."""

    def __init__(self, *, xml: bool, loose: bool = False) -> None:
        self._xml, self._loose, self._prolog, self._tail = xml, loose, Prolog(), b""
        self._elements = Elements()

    def feed(self, piece: bytes) -> None:
        """ContentRefused active_content: a document type, an element that reaches out of the document."""
        self._prolog.feed(piece)
        if self._prolog.doctype:
            raise ContentRefused("active_content", found="entities")
        if found := ACTIVE_ELEMENT.search(self._tail + piece):
            raise ContentRefused("active_content", found=found.group().replace(b"\0", b"").decode(errors="replace"))
        self._tail = (self._tail + piece)[-OVERLAP:]
        if self._xml:
            self._elements.feed(piece)

    def end(self) -> None:
        """ContentRefused archive_refused: it should be XML and is none, or not to its end."""
        if self._xml:
            self._elements.feed(b"", last=True)
        if self._xml and (not self._prolog.root or (self._elements.broken and not self._loose)):
            raise ContentRefused("archive_refused", reason="damaged")


def _listed(content: bytes) -> list[etree._Element]:
    if len(content) > LARGEST_LIST:
        raise ContentRefused("archive_refused", reason="damaged")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return [one for one in etree.fromstring(content, parser) if isinstance(one.tag, str)]
    except etree.XMLSyntaxError as error:
        raise ContentRefused("archive_refused", reason="damaged") from error
