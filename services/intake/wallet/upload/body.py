"""The body of an upload: counted, hashed and inspected before it is stored. No file name is accepted."""

import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import msgspec
from fastapi import Request

from services.intake.sandbox.pool import Sandbox
from services.intake.sandbox.requests import run_in_sandbox, sandbox_of
from services.intake.wallet.inspection.handover import Inspect, Inspected
from services.intake.wallet.inspection.kinds import MediaType
from shared.http.problems import Problem
from shared.identity.actor import Actor

LONGEST_NUMBER, LONGEST_TYPE = 20, 200
INSPECT = "services.intake.wallet.inspection.jobs:inspect"
"""Imported by worker processes only."""


@dataclass(frozen=True, slots=True)
class Upload:
    """An inspected content, in a temporary file until the request ends."""

    file: Path
    sha256: str
    size: int
    media_type: MediaType


@asynccontextmanager
async def received_upload(request: Request, actor: Actor, max_bytes: int) -> AsyncIterator[Upload]:
    """The body of a request; refused before it is read if its declared length is too large.

    Problem: document_too_large, document_empty, media_type_refused, active_content, archive_refused, content_damaged,
    image_too_large, file_too_complex, parsers_busy, unavailable.
    """
    declared = request.headers.get("content-length", "")
    if declared.isascii() and declared.isdigit() and int(declared[:LONGEST_NUMBER]) > max_bytes:
        raise Problem("document_too_large", at_most=max_bytes)
    with _temporary_file() as file:
        sha256, size = await _write_body(request, file, max_bytes)
        declared_type = request.headers.get("content-type", "")
        kind = await _inspected(sandbox_of(request), actor, Path(file.name), declared_type)
        yield Upload(Path(file.name), sha256, size, kind)


@contextmanager
def _temporary_file() -> Iterator[IO[bytes]]:
    try:
        file = NamedTemporaryFile(prefix="document-")  # noqa: SIM115  # closed below
    except OSError as error:
        raise Problem("unavailable", "no room to receive the document") from error
    with file:
        yield file


async def _write_body(request: Request, file: IO[bytes], max_bytes: int) -> tuple[str, int]:
    """Write the body into the file; give its sha256 and size."""
    digest, size = hashlib.sha256(), 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > max_bytes:
                raise Problem("document_too_large", at_most=max_bytes)
            digest.update(piece)
            file.write(piece)
        file.flush()
    except OSError as error:
        raise Problem("unavailable", "no room to receive the document") from error
    if not size:
        raise Problem("document_empty")
    return digest.hexdigest(), size


async def _inspected(sandbox: Sandbox, actor: Actor, file: Path, declared: str) -> MediaType:
    asked = msgspec.msgpack.encode(Inspect(str(file), declared[:LONGEST_TYPE]))
    found = msgspec.msgpack.decode(await run_in_sandbox(sandbox, actor, INSPECT, asked), type=Inspected)
    if found.kind is None:
        raise Problem(found.code, **found.facts)
    return found.kind
