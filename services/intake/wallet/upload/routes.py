"""The door by which documents come in: the content is the body, what the publisher says of it the query."""

from hashlib import sha256

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError

from services.intake.document_lookups import document_of, twin_of
from services.intake.tables import DOCUMENT
from services.intake.wallet.domain.document import Document
from services.intake.wallet.domain.submission import ReceivedDocument, SubmitDocument, replace_document, submit_document
from services.intake.wallet.inspection.kinds import MediaType
from services.intake.wallet.stack import keeping_of
from services.intake.wallet.upload.body import arrived
from services.intake.wallet.upload.staging import kept_if_performed
from shared.http.bodies import adapter, faults_of
from shared.http.commands import answered
from shared.http.doors import doors_of
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
    return await _taken(request, SUBMISSION)


@router.post(
    "/documents/{id}/replacement", status_code=201, summary="Replace a document",
    openapi_extra=OPENAPI,
)  # fmt: skip
async def replacement(request: Request, id: str) -> Response:  # noqa: A002
    """Another document, which names the one that it replaces. Rule I-21."""
    return await _taken(request, REPLACEMENT)


async def _taken(request: Request, command: Command) -> Response:
    actor = await doors_of(request).actor(request, command.act)
    key, said = key_of(request.headers.get("idempotency-key")), _said(request)
    replaces = command is REPLACEMENT
    earlier = await _earlier(request) if replaces and actor.acting_as(*command.act.roles) else None
    if not _may_send(actor, command, earlier):  # refused and journaled without a look at the content
        unread = ReceivedDocument(asked=said, sha256="", size=0, media_type="", replaced=earlier)
        return answered(command, await performed(request, command, Asked(actor, unread, key, b"", None)))
    count(request, Limit.UPLOADS, actor)
    keeping = keeping_of(request)
    async with arrived(request, keeping, actor) as content:
        if said.sha256 not in (None, content.sha256):
            raise Problem("digest_differs", received=content.sha256)
        payload = ReceivedDocument(
            asked=said,
            sha256=content.sha256,
            size=content.size,
            media_type=content.media_type.value,
            twin=await twin_of(request, actor.organisation, content.sha256),
            replaced=earlier,
        )
        whole = "\n".join((request.url.path, str(sorted(request.query_params.items())), content.sha256))
        asked = Asked(actor, payload, key, sha256(whole.encode()).digest(), None)
        async with kept_if_performed(keeping.store, content.sha256, content.file):
            outcome = await performed(request, command, asked)
    keeping.arrived.set()
    return answered(command, outcome)


def _may_send(actor: Actor, command: Command, earlier: Document | None) -> bool:
    """Whether the act could take a document of this actor at all: role, organisation, owner of what is replaced."""
    owns = command is SUBMISSION or (earlier is not None and actor.belongs_to(earlier.organisation))
    return bool(actor.acting_as(*command.act.roles)) and actor.organisation is not None and owns


async def _earlier(request: Request) -> Document | None:
    return await document_of(request, path_id(request))


def _said(request: Request) -> SubmitDocument:
    try:
        said: SubmitDocument = adapter(SubmitDocument).validate_strings(dict(request.query_params), strict=True)
    except ValidationError as error:
        raise Problem("invalid_content", faults=faults_of(error)) from None
    return said
