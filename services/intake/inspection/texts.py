"""Plain text: UTF-8, no control characters, no document of marks that a browser would run."""

import re
from mmap import mmap

from services.intake.inspection.markup import MARKUP
from services.intake.inspection.refused import ContentRefused

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LOOKED_AT = 2048
"""Browsers that guess look no further; a log that quotes a page further down stays a log."""


def check_text(content: mmap) -> bool:
    """Whether it is plain text. ContentRefused active_content: an HTML, SVG or XML document."""
    if CONTROL.search(content):
        return False
    whole = content[:]
    try:
        whole.decode()
    except UnicodeDecodeError:
        return False
    start = whole[:LOOKED_AT].removeprefix(BYTE_ORDER_MARK).lstrip()
    if start.startswith(b"<") or MARKUP.search(start):
        raise ContentRefused("active_content", found="markup")
    return True
