"""What would run if a program took the bytes for another kind: pages and archives within other kinds."""

import re
from mmap import mmap
from typing import BinaryIO
from zipfile import is_zipfile

from services.intake.wallet.inspection.refused import ContentRefused

MARKUP = re.compile(rb"<\s*(?:!doctype\s+html|html|script|svg|iframe|object|embed)[\s>/]|<\?php", re.IGNORECASE)
LOADING = (
    rb"applet|area|audio|base|body|button|embed|form|frame|frameset|head|html|iframe|image|img|input|link|math|meta|object"
    rb"|picture|portal|script|select|source|style|svg|template|textarea|track|video|!doctype\s+html"
)
RUNS = re.compile(
    rb"<(?:[\w-]+:)?(?:" + LOADING + rb")(?=[\s/>\"'])"
    rb"|<[^<>]*[\s/\"']on[a-z]{3,}\s*="
    rb"|[=\"'(]\s*(?:(?:java|vb)script\s*:|data\s*:\s*(?:text/html|image/svg))"
    rb"|<\?(?:php|=)|<%",
    re.IGNORECASE,
)
"""Elements that load, run or send, handlers of events on any element, addresses that are programs, code of servers."""
END_OF_PDF, TAIL = b"%%EOF", 2048


def _spelt(name: str) -> bytes:
    """A PDF name, each letter as itself or as #xx."""
    return b"/" + b"".join(f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})".encode() for letter in name)


ACTIONS = {name: re.compile(_spelt(name)) for name in ("JavaScript", "Launch", "EmbeddedFile", "RichMedia")}


def check_pdf(content: mmap) -> None:
    """ContentRefused: content_damaged (it has no end), active_content (an action, or another file within).

    `pdf.py` decides on its objects. Here are the bytes that belong to no object, which no library reads: a few names
    that no document of a publisher needs, wherever they stand.
    """
    if content.rfind(END_OF_PDF, max(0, len(content) - TAIL)) < 0:
        raise ContentRefused("content_damaged", found="a PDF without its end")
    for name, spelt in ACTIONS.items():
        if spelt.search(content):
            raise ContentRefused("active_content", found=name)


def refuse_hidden(content: mmap, opened: BinaryIO) -> None:
    """ContentRefused active_content: the same bytes are a page, or an archive, as well."""
    if MARKUP.search(content):
        raise ContentRefused("active_content", found="markup")
    if is_zipfile(opened):
        raise ContentRefused("active_content", found="archive")
