"""GET routes of documents and of their contents."""

import re
from base64 import b64encode
from collections.abc import AsyncIterator
from functools import lru_cache
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from services.intake.staff import STAFF
from services.intake.wallet.domain.document import Document, Verdict
from services.intake.wallet.domain.review import Scanned
from services.intake.wallet.inspection.kinds import EXTENSIONS, MediaType
from services.intake.wallet.queries import uses_of
from services.intake.wallet.rows import DOCUMENT, DocumentRow
from services.intake.wallet.stack import stack_of
from services.intake.wallet.storage.reading import Corrupt, checked
from services.intake.wallet.storage.store import CHUNK, Missing, StorageUnavailable, Store
from services.intake.wallet.verdicts import perform_verdict
from shared.delivery.journal.reads import ReadChannel
from shared.http.answers import json_answer
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, fetch, row, shown, stored
from shared.identity.actor import Actor, Role
from shared.persistence.read_pool import Row
from shared.persistence.statements import Query, columns_of, parameter

router = APIRouter(tags=["document"])
NO_ID = UUID(int=0)
UNSAFE = re.compile(r"[^a-z0-9_-]")


@router.get("/documents", summary="The documents of a wallet, and where they are used")
async def documents(
    request: Request,
    organisation: str | None = None,
    sha256: str | None = None,
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """A page of documents in id order. A publisher sees its own wallet; the staff any, by `organisation` or content."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    whose = organisation if actor.acting_as(*STAFF) else actor.organisation or ""
    conditions = {
        name: value for name, value in (("organisation", whose), ("sha256", sha256 or None)) if value is not None
    }
    found = await fetch(request, _page(tuple(conditions)), **conditions, after=after or NO_ID, limit=limit)
    uses = await uses_of(request, whose) if whose else {}
    await journal_read(request, actor, Read("documents", [one.id for one in found]))
    items = [{**stored(one), "version": one.version, "used_by": uses.get(one.id, ())} for one in found]
    return json_answer({"documents": items, "next": found[-1].id if len(found) == limit else None})


@router.get("/documents/{id}", summary="One document")
async def document(request: Request, id: str) -> Response:  # noqa: A002
    """All that is known of it, its content aside. Problem not_found: no such document, or not one's own."""
    actor, found = await _readable(request)
    uses = await uses_of(request, found.organisation)
    await journal_read(request, actor, Read("document", [found.id]))
    return shown(DOCUMENT, found, by_version=False, used_by=uses.get(found.id, ()))


@router.get("/documents/{id}/content", summary="The content of a document", response_class=StreamingResponse)
async def content(request: Request, id: str) -> StreamingResponse:  # noqa: A002
    """The content, to be saved and never shown in place, once the scan found it clean and its sha256 is right.

    Problem: document_quarantined, document_infected, document_unscannable, content_corrupt.
    """
    actor, found = await _readable(request)
    return await content_response(request, found, actor, ReadChannel.API)


async def content_response(request: Request, stored_row: Row, reader: Actor, channel: ReadChannel) -> StreamingResponse:
    """The content of a document, for a permitted reader. Problem: those of `content`, unavailable."""
    found = DOCUMENT.decode(stored_row.body)
    if not found.readable:
        raise Problem(f"document_{found.verdict}")
    chunks = _chunks(stack_of(request).store, found.sha256)
    try:
        first = await anext(chunks)
    except (Corrupt, Missing):
        scanned = Scanned(verdict=Verdict.UNSCANNABLE, signature="content_corrupt")
        await perform_verdict(http_context(request).shell, found.id, scanned)
        raise Problem("content_corrupt", document=found.id) from None
    except StorageUnavailable as error:
        raise Problem("unavailable", "the store of documents cannot be reached") from error
    await journal_read(request, reader, Read("document_content", [found.id], channel=channel))
    return StreamingResponse(_joined(first, chunks), headers=_headers(found), media_type=found.media_type)


@lru_cache
def _page(where: tuple[str, ...]) -> Query:
    table: sa.Table = DOCUMENT.table
    statement = sa.select(*columns_of(DocumentRow, "id", "version", "body"))
    for column in where:
        statement = statement.where(table.c[column] == parameter(column, table.c[column]))
    statement = statement.where(table.c.id > parameter("after", table.c.id))
    return Query(statement.order_by(table.c.id).limit(sa.bindparam("limit")))


async def _readable(request: Request) -> tuple[Actor, Row]:
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, DocumentRow)
    if not actor.acting_as(*STAFF) and not actor.belongs_to(found.organisation):
        raise Problem("not_found")
    return actor, found


async def _chunks(store: Store, sha256: str) -> AsyncIterator[bytes]:
    async with checked(store, sha256) as copy:
        while chunk := copy.read(CHUNK):
            yield chunk


async def _joined(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


def _headers(found: Document) -> dict[str, str]:
    """The name is ours: type, day and the start of the sha256. Whatever a browser guesses, nothing runs."""
    day = found.issued_on or found.submitted_on
    name = f"{UNSAFE.sub('_', found.type)}-{day}-{found.sha256[:8]}.{EXTENSIONS[MediaType(found.media_type)]}"
    return {
        "content-length": str(found.size),
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "cache-control": "private, no-store",
        "repr-digest": f"sha-256=:{b64encode(bytes.fromhex(found.sha256)).decode()}:",
    }
