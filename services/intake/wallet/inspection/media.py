"""What a content is, by its bytes alone: one of a few inert kinds, or refused.

Run in a worker (`jobs.py`), within its limits. Neither a name nor a declared type counts. Libraries tell what a content
begins like, and read what is in it; here it must be that kind from the first to the last byte and nothing else beside
it, which none of them promises.
"""

from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path

from services.intake.wallet.inspection.archives import spreadsheet_kind
from services.intake.wallet.inspection.images import check_jpeg, check_pixels, check_png
from services.intake.wallet.inspection.kinds import MediaType
from services.intake.wallet.inspection.markup import check_pdf, refuse_hidden
from services.intake.wallet.inspection.pdf import check_pdf_objects
from services.intake.wallet.inspection.refused import ContentRefused
from services.intake.wallet.inspection.texts import check_csv, check_text

ARCHIVE = b"PK\x03\x04"
SIGNED: tuple[tuple[bytes, MediaType, Callable[[mmap], None]], ...] = (
    (b"%PDF-", MediaType.PDF, check_pdf),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG, check_png),
    (b"\xff\xd8\xff", MediaType.JPEG, check_jpeg),
)


def media_type_of(file: Path, declared: str = "") -> MediaType:
    """The kind of a content that is not empty. `declared` only tells a CSV, which has no formulas, from other text.

    ContentRefused: media_type_refused, active_content, archive_refused, content_damaged, image_too_large.
    """
    with file.open("rb") as opened, mmap(opened.fileno(), 0, access=ACCESS_READ) as content:
        for signature, kind, check in SIGNED:
            if content[: len(signature)] == signature:
                check(content)
                refuse_hidden(content, opened)
                return _looked_through(kind, file)
        if content[: len(ARCHIVE)] == ARCHIVE:
            return MediaType(spreadsheet_kind(opened))
        if not check_text(content):
            raise ContentRefused("media_type_refused", accepted=[kind.value for kind in MediaType])
        if declared.split(";", maxsplit=1)[0].strip().lower() != "text/csv":
            return MediaType.TEXT
        check_csv(content)
    return MediaType.CSV


def _looked_through(kind: MediaType, file: Path) -> MediaType:
    """The kind, once a library has read what bytes alone do not show: compressed objects, pixels."""
    if kind is MediaType.PDF:
        check_pdf_objects(file)
    else:
        check_pixels(file)
    return kind
