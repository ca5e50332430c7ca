"""The door by which documents come in: the content is the body, what the publisher says of it the query."""

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import ValidationError

from services.intake.document_lookups import document_of, twin_of
from services.intake.domain.wallet import ReceivedDocument, SubmitDocument, replace_document, submit_document
from services.intake.inspection.media import MediaType
from services.intake.keeping import keeping_of
from services.intake.receiving import Arrived, arrived
from services.intake.tables import DOCUMENT
from shared.http.bodies import adapter, faults_of
from shared.http.commands import answered
from shared.http.doors import doors_of
from shared.http.performing import Asked, Command, key_of, path_id, performed
from shared.http.problems import Problem
from shared.identity.actor import Actor
from shared.storage.store import StorageAway

router = APIRouter(tags=["document"])
SUBMISSION = Command("/documents", SubmitDocument, submit_document, DOCUMENT)
REPLACEMENT = Command("/documents", SubmitDocument, replace_document, DOCUMENT)


def _parameters() -> list[dict[str, object]]:
    schema = adapter(SubmitDocument).json_schema()
    key = {"name": "Idempotency-Key", "in": "header", "required": True, "schema": {"type": "string"}}
    needed = schema["required"]
    return [key] + [
        {"name": name, "in": "query", "required": name in needed, "schema": how}
        for name, how in schema["properties"].items()
    ]


OPENAPI = {
    "parameters": _parameters(),
    "requestBody": {
        "required": True,
        "content": {kind.value: {"schema": {"type": "string", "format": "binary"}} for kind in MediaType},
    },
    "security": [{"bearer": []}],
}


@router.post("/documents", status_code=201, summary="Submit a document", openapi_extra=OPENAPI)
async def submission(request: Request) -> JSONResponse:
    """A document joins the wallet, in quarantine until it is scanned. Rules I-34, I-22."""
    return await _taken(request, SUBMISSION)


@router.post(
    "/documents/{id}/replacement", status_code=201, summary="Replace a document",
    openapi_extra=OPENAPI,
)  # fmt: skip
async def replacement(request: Request, id: str) -> JSONResponse:  # noqa: A002
    """Another document, which names the one that it replaces. Rule I-21."""
    return await _taken(request, REPLACEMENT)


async def _taken(request: Request, command: Command) -> JSONResponse:
    actor = await doors_of(request).actor(request, command.act)
    key, said = key_of(request.headers.get("idempotency-key")), _said(request)
    if not actor.acting_as(*command.act.roles):  # refused and journaled without a look at the content
        return answered(command, await performed(request, command, Asked(actor, said, key, b"", None)))
    keeping = keeping_of(request)
    async with arrived(request, keeping.largest) as content:
        if said.sha256 not in (None, content.sha256):
            raise Problem("digest_differs", received=content.sha256)
        payload = await _received(request, actor, said, content)
        try:
            await keeping.store.put(content.sha256, content.file)
        except StorageAway as error:
            raise Problem("unavailable", "the store of documents cannot be reached") from error
        whole = "\n".join((request.url.path, str(sorted(request.query_params.items())), content.sha256))
        asked = Asked(actor, payload, key, sha256(whole.encode()).digest(), None)
        outcome = await performed(request, command, asked)
    keeping.arrived.set()
    return answered(command, outcome)


def _said(request: Request) -> SubmitDocument:
    try:
        said: SubmitDocument = adapter(SubmitDocument).validate_strings(dict(request.query_params), strict=True)
    except ValidationError as error:
        raise Problem("invalid_content", faults=faults_of(error)) from None
    return said


async def _received(request: Request, actor: Actor, said: SubmitDocument, content: Arrived) -> ReceivedDocument:
    earlier = await document_of(request, path_id(request)) if "id" in request.path_params else None
    return ReceivedDocument(
        asked=said,
        sha256=content.sha256,
        size=content.size,
        media_type=content.media_type.value,
        twin=await twin_of(request, actor.organisation, content.sha256),
        replaced=earlier,
    )
