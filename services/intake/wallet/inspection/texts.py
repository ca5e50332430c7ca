"""Plain text: UTF-8, no control characters, nothing that runs where a program guesses what it is.

The programme asks for test logs (`test_log`), which quote XML and stack traces: marks as such are text. What loads,
runs or sends something in a browser is refused wherever it stands. Scripts of a system that nothing marks as such
cannot be told from text: the README says how they are given out.
"""

import re
from codecs import getincrementaldecoder
from mmap import mmap

from services.intake.wallet.inspection.markup import MARKUP, RUNS
from services.intake.wallet.inspection.refused import ContentRefused

CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1f\x7f]")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
PIECE = 256 * 1024
START = 1024
OTHER_KIND = re.compile(
    rb"\s*(?:\{\\rtf|#!|%!PS|ID;|@?echo[ \t]+off\b|@(?:cmd|powershell|rem|set|start)\b"
    rb"|MIME-Version:|\[InternetShortcut\]|Windows Registry Editor|REGEDIT4)",
    re.IGNORECASE,
)
"""RTF, scripts, PostScript, SYLK, saved pages, shortcuts and registry files, by how they begin."""
FORMULA = re.compile(
    rb"(?:^(?:\xef\xbb\xbf)?|[;,\t\r\n])[ \"'\x0c\xc2\xa0]*"
    rb"(?:[=@]|\xef\xbc[\x9d\xa0]"
    rb"|(?:[+-]|\xef\xbc[\x8b\x8d])[^;,\t\r\n]*(?:\||\w\(|(?i:WEBSERVICE|HYPERLINK|IMAGE|RTD|DDE|CALL)\s*\())"
)
"""A cell that a spreadsheet would compute, full-width signs too; a number with its sign and a lone hyphen are none."""
SEPARATOR = re.compile(rb"(?:\xef\xbb\xbf)?\s*\"?sep=[^;,\t]", re.IGNORECASE)
"""A first line that names another separator, which would hide a formula."""


def check_text(content: mmap) -> bool:
    """Whether it is plain text. ContentRefused active_content: markup that runs, anywhere, or a document of marks."""
    if CONTROL.search(content):
        return False
    decoder = getincrementaldecoder("utf-8")()
    try:
        for place in range(0, len(content), PIECE):
            decoder.decode(content[place : place + PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    start = content[:START].removeprefix(BYTE_ORDER_MARK)
    if start.lstrip().startswith(b"<") or MARKUP.search(content) or RUNS.search(content):
        raise ContentRefused("active_content", found="markup")
    return not OTHER_KIND.match(start)


def check_csv(content: mmap) -> None:
    """ContentRefused active_content: a cell is a formula."""
    if SEPARATOR.match(content) or FORMULA.search(content):
        raise ContentRefused("active_content", found="formula")
