"""A document on its way in: counted, hashed and looked at before anything is kept. No name is taken with it."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from fastapi import Request

from services.intake.inspection.media import MediaType, media_type_of
from services.intake.inspection.refused import ContentRefused
from services.intake.keeping import Keeping
from shared.http.problems import Problem

LONGEST_NUMBER = 20


@dataclass(frozen=True, slots=True)
class Arrived:
    """A content that may be kept, in a file of its own until the request ends."""

    file: Path
    sha256: str
    size: int
    media_type: MediaType


@asynccontextmanager
async def arrived(request: Request, keeping: Keeping) -> AsyncIterator[Arrived]:
    """The body of a request, refused before it is read where it says itself that it is too large.

    Problem: document_too_large, document_empty, media_type_refused, active_content, archive_refused, content_damaged,
    unavailable.
    """
    largest = keeping.largest
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:LONGEST_NUMBER]) > largest:
        raise Problem("document_too_large", at_most=largest)
    with _room() as file:
        sha256, size = await _received(request, file, largest)
        kind = await _kind(Path(file.name), request.headers.get("content-type", ""))
        yield Arrived(Path(file.name), sha256, size, kind)


@contextmanager
def _room() -> Iterator[IO[bytes]]:
    try:
        file = NamedTemporaryFile(prefix="document-")  # noqa: SIM115  # closed below
    except OSError as error:
        raise Problem("unavailable", "no room to receive the document") from error
    with file:
        yield file


async def _received(request: Request, file: IO[bytes], largest: int) -> tuple[str, int]:
    """Write the body into the file; give its sha256 and size."""
    seen, size = hashlib.sha256(), 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > largest:
                raise Problem("document_too_large", at_most=largest)
            seen.update(piece)
            file.write(piece)
        file.flush()
    except OSError as error:
        raise Problem("unavailable", "no room to receive the document") from error
    if not size:
        raise Problem("document_empty")
    return seen.hexdigest(), size


async def _kind(file: Path, declared: str) -> MediaType:
    try:
        return await asyncio.to_thread(media_type_of, file, declared)
    except ContentRefused as refused:
        raise Problem(refused.code, **refused.facts) from None
