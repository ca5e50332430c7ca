"""Plain text: UTF-8, no control characters, no document of marks that a browser would run."""

import re
from codecs import getincrementaldecoder
from mmap import mmap

from services.intake.inspection.markup import MARKUP
from services.intake.inspection.refused import ContentRefused

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PIECE = 256 * 1024
LOOKED_AT = 64 * 1024
"""Browsers are told not to guess (nosniff, attachment); other programs that guess look at the start, some at 64 KiB."""


def check_text(content: mmap) -> bool:
    """Whether it is plain text. ContentRefused active_content: an HTML, SVG or XML document."""
    if CONTROL.search(content):
        return False
    decoder = getincrementaldecoder("utf-8")()
    try:
        for place in range(0, len(content), PIECE):
            decoder.decode(content[place : place + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    start = content[:LOOKED_AT].removeprefix(BYTE_ORDER_MARK).lstrip()
    if start.startswith(b"<") or MARKUP.search(start):
        raise ContentRefused("active_content", found="markup")
    return True
