"""A document on its way in: counted, hashed and looked at before anything is kept. No name is taken with it."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import msgspec
from fastapi import Request

from services.intake.answer_files.formats import in_sandbox
from services.intake.sandbox.pool import Sandbox
from services.intake.wallet.inspection.handover import Inspect, Inspected
from services.intake.wallet.inspection.kinds import MediaType
from services.intake.wallet.stack import Keeping
from shared.http.problems import Problem
from shared.identity.actor import Actor

LONGEST_NUMBER, LONGEST_TYPE = 20, 200
INSPECT = "services.intake.wallet.inspection.jobs:inspect"
"""Run in a worker alone."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A content that may be kept, in a file of its own until the request ends."""

    file: Path
    sha256: str
    size: int
    media_type: MediaType


@asynccontextmanager
async def arrived(request: Request, keeping: Keeping, actor: Actor) -> AsyncIterator[Arrived]:
    """The body of a request, refused before it is read where it says itself that it is too large.

    Problem: document_too_large, document_empty, media_type_refused, active_content, archive_refused, content_damaged,
    image_too_large, file_too_complex, parsers_busy, unavailable.
    """
    largest = keeping.largest
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:LONGEST_NUMBER]) > largest:
        raise Problem("document_too_large", at_most=largest)
    with _room() as file:
        sha256, size = await _received(request, file, largest)
        kind = await _kind(keeping.sandbox, actor, Path(file.name), request.headers.get("content-type", ""))
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


async def _kind(sandbox: Sandbox, actor: Actor, file: Path, declared: str) -> MediaType:
    asked = msgspec.msgpack.encode(Inspect(str(file), declared[:LONGEST_TYPE]))
    found = msgspec.msgpack.decode(await in_sandbox(sandbox, actor, INSPECT, asked), type=Inspected)
    if found.kind is None:
        raise Problem(found.code, **found.facts)
    return found.kind
