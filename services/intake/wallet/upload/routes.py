"""Commands that upload a document: its content is the body, its metadata the query."""

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError

from services.intake.wallet.domain.document import Document
from services.intake.wallet.domain.submission import ReceivedDocument, SubmitDocument, replace_document, submit_document
from services.intake.wallet.inspection.kinds import MediaType
from services.intake.wallet.queries import document_by_id, twin_of
from services.intake.wallet.rows import DOCUMENT
from services.intake.wallet.stack import stack_of
from services.intake.wallet.upload.body import received_upload
from services.intake.wallet.upload.staging import stored_if_performed
from shared.http.bodies import adapter, faults_of
from shared.http.commands import answered
from shared.http.context import http_context
from shared.http.performing import Asked, Command, key_of, path_id, performed
from shared.http.problems import Problem
from shared.http.rates import Limit, count
from shared.identity.actor import Actor

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
async def submission(request: Request) -> Response:
    """A document joins the wallet, in quarantine until it is scanned. Rules I-34, I-22."""
    return await _upload(request, SUBMISSION)


@router.post(
    "/documents/{id}/replacement", status_code=201, summary="Replace a document",
    openapi_extra=OPENAPI,
)  # fmt: skip
async def replacement(request: Request, id: str) -> Response:  # noqa: A002
    """Another document, which names the one that it replaces. Rule I-21."""
    return await _upload(request, REPLACEMENT)


async def _upload(request: Request, command: Command) -> Response:
    actor = await http_context(request).actor(request, command.act)
    key, metadata = key_of(request.headers.get("idempotency-key")), _metadata(request)
    replaces = command is REPLACEMENT
    earlier = await _earlier(request) if replaces and actor.acting_as(*command.act.roles) else None
    if not _is_permitted(actor, command, earlier):  # refused and journaled before the content is read
        unread = ReceivedDocument(asked=metadata, sha256="", size=0, media_type="", replaced=earlier)
        return answered(command, await performed(request, command, Asked(actor, unread, key, b"", None)))
    count(request, Limit.UPLOADS, actor)
    stack = stack_of(request)
    async with received_upload(request, actor, stack.max_bytes) as content:
        if metadata.sha256 not in (None, content.sha256):
            raise Problem("digest_differs", received=content.sha256)
        payload = ReceivedDocument(
            asked=metadata,
            sha256=content.sha256,
            size=content.size,
            media_type=content.media_type.value,
            twin=await twin_of(request, actor.organisation, content.sha256),
            replaced=earlier,
        )
        whole = "\n".join((request.url.path, str(sorted(request.query_params.items())), content.sha256))
        asked = Asked(actor, payload, key, sha256(whole.encode()).digest(), None)
        async with stored_if_performed(stack.store, content.sha256, content.file):
            outcome = await performed(request, command, asked)
    stack.uploaded.set()
    return answered(command, outcome)


def _is_permitted(actor: Actor, command: Command, earlier: Document | None) -> bool:
    """Whether the actor's role and organisation allow it, and it owns the document to be replaced."""
    owns = command is SUBMISSION or (earlier is not None and actor.belongs_to(earlier.organisation))
    return bool(actor.acting_as(*command.act.roles)) and actor.organisation is not None and owns


async def _earlier(request: Request) -> Document | None:
    return await document_by_id(request, path_id(request))


def _metadata(request: Request) -> SubmitDocument:
    try:
        metadata: SubmitDocument = adapter(SubmitDocument).validate_strings(dict(request.query_params), strict=True)
    except ValidationError as error:
        raise Problem("invalid_content", faults=faults_of(error)) from None
    return metadata
