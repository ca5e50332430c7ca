"""Active content in the objects of a PDF, compressed ones included. pikepdf (that is QPDF) reads and decides.

The file is read twice: as its cross-reference table lists its objects, and as a reader sees it that takes the table to
be damaged and collects every numbered object. Bytes outside of any object are looked at in `markup.py`.
"""

import io
from collections.abc import Iterator
from contextlib import suppress
from mmap import ACCESS_COPY, mmap
from pathlib import Path

from pikepdf import Array, Dictionary, Object, PasswordError, Pdf, PdfError, Stream, String

from services.intake.wallet.inspection.addresses import leads_inward
from services.intake.wallet.inspection.refused import ContentRefused

ACTIONS = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMediaExecute", "/Rendition", "/Movie", "/Sound",
     "/GoToE", "/GoToR", "/GoTo3DView"}
)  # fmt: skip
KEYS = frozenset({"/JS", "/JavaScript", "/AA", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"})
FILES = ("/F", "/UF", "/DOS", "/Mac", "/Unix")
"""Keys of a file specification, by which readers look for another file."""
UNREADABLE = (PdfError, PasswordError, RecursionError, UnicodeDecodeError, ValueError, TypeError)
TYPES = {"/Type": frozenset({"/EmbeddedFile"}), "/Subtype": frozenset({"/RichMedia", "/FileAttachment", "/3D"})}


TABLE_POINTER = b"startxref"


def check_pdf_objects(file: Path) -> None:
    """ContentRefused: content_damaged (no PDF, or one with a password), active_content (with what was found)."""
    try:
        with Pdf.open(file, suppress_warnings=True) as pdf:
            found = _first_active(pdf)
    except UNREADABLE as error:
        raise ContentRefused("content_damaged", found="a PDF that cannot be read, or has a password") from error
    if found := found or _first_active_unlisted(file):
        raise ContentRefused("active_content", found=found)


def _first_active(pdf: Pdf) -> str | None:
    return next(filter(None, map(_active, _dictionaries(pdf))), None)


def _first_active_unlisted(file: Path) -> str | None:
    """The same among all numbered objects, listed or not; None also where no reader could repair the file."""
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_COPY) as content:
        while (start := content.find(TABLE_POINTER)) >= 0:
            content[start : start + len(TABLE_POINTER)] = b"_" * len(TABLE_POINTER)
        with suppress(*UNREADABLE), Pdf.open(io.BufferedReader(_Mapped(content)), suppress_warnings=True) as pdf:
            return _first_active(pdf)
    return None


class _Mapped(io.RawIOBase):
    """A mapped file as the stream that pikepdf reads: a document need not fit into memory twice."""

    def __init__(self, content: mmap) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._content.seek(offset, whence)  # type: ignore[arg-type]  # one of SEEK_SET, SEEK_CUR and SEEK_END
        return self._content.tell()

    def tell(self) -> int:
        return self._content.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # pikepdf gives a memoryview
        read = self._content.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary, wherever it stands; what is referred to is met as an object of its own."""
    yield pdf.trailer
    for top in pdf.objects:
        waiting = [top]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Dictionary | Stream):
                yield one
                inner = [value for _, value in one.items()]
            else:
                inner = list(one) if isinstance(one, Array) else []
            waiting += [each for each in inner if isinstance(each, Dictionary | Array) and not each.is_indirect]


def _active(one: Object) -> str | None:
    """What in a dictionary runs, opens, sends or hides something."""
    for key in one.keys() & KEYS:
        return str(key).removeprefix("/")
    for key, names in TYPES.items():
        if (name := str(one.get(key, ""))) in names:
            return name.removeprefix("/")
    action = str(one.get("/S", ""))
    if action in ACTIONS:
        return action.removeprefix("/")
    if action == "/URI" and leads_inward(str(one.get("/URI", ""))):
        return "URI"
    if reaching := _reaching(one):
        return reaching
    opened = one.get("/OpenAction")
    if isinstance(opened, Dictionary) and str(opened.get("/S", "/GoTo")) != "/GoTo":
        return "OpenAction"
    return None


def _reaching(one: Object) -> str | None:
    """What in a dictionary leads to another file: content that lies elsewhere, a place in the reader's network."""
    if isinstance(one, Stream) and "/F" in one.keys():  # noqa: SIM118  # a stream is no mapping
        return "external content"
    base = one.get("/Base")
    if isinstance(base, String) and leads_inward(str(base)):
        return "Base"
    for key in FILES:
        name = one.get(key)
        if isinstance(name, String) and (leads_inward(str(name)) or str(name).lstrip().startswith(("/", "\\"))):
            return "file specification"
    return None
