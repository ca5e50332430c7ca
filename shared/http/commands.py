"""The HTTP channel for commands: a table row per act becomes a route."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from shared.contracts.envelope import encode
from shared.delivery.shell.messages import Performed
from shared.http.answers import JsonAnswer
from shared.http.bodies import adapter, parse, read_body
from shared.http.context import http_context
from shared.http.entity_tags import versions_in
from shared.http.performing import Asked, Command, key_of, path_id, performed
from shared.http.problems import MEDIA_TYPE, Problem
from shared.identity.actor import Actor

__all__ = ["Command", "answered", "command_router", "path_id", "version_expected"]


def command_router(*commands: Command) -> APIRouter:
    """A router with one POST route per command."""
    router = APIRouter()
    for command in commands:
        router.add_api_route(
            command.path,
            _endpoint(command),
            methods=["POST"],
            name=command.act.name,
            summary=command.act.name.replace("_", " ").capitalize(),
            description=_description(command),
            tags=[command.aggregate.name],
            status_code=201 if command.creates else 200,
            response_class=JSONResponse,
            responses=_responses(command),
            openapi_extra=_openapi(command),
        )
    return router


def _endpoint(command: Command) -> Callable[..., Awaitable[Response]]:
    async def perform(request: Request) -> Response:
        actor = await http_context(request).actor(request, command.act)
        body = await read_body(request)
        return await carried_out(request, command, actor, lambda: parse(command.body, body), body)

    return perform


async def carried_out(
    request: Request, command: Command, actor: Actor, payload: Callable[[], Any], body: bytes
) -> Response:
    """Perform what `payload` makes of the body, with the headers of this door: key, If-Match; ETag and replay.

    Whoever lacks the role is refused without a look at the content.
    Problem: idempotency_key_missing, if_match_missing, stale_version, or what `payload` or the act refuses.
    """
    key = key_of(request.headers.get("idempotency-key"))
    digest = sha256(b"\n".join((request.url.path.encode(), body))).digest()
    made = payload() if actor.acting_as(*command.act.roles) else None
    expected = None if command.creates else version_expected(request)
    return answered(command, await performed(request, command, Asked(actor, made, key, digest, expected)))


def answered(command: Command, outcome: Performed) -> Response:
    """What whoever asked for a command is told once it was performed."""
    headers = {"etag": f'"{outcome.answer["version"]}"'}
    if command.creates:
        headers["location"] = f"{command.path}/{outcome.answer['id']}"
    if outcome.repeated:
        headers["idempotency-replayed"] = "true"
    return JsonAnswer(encode(outcome.answer), 201 if command.creates else 200, headers)


def version_expected(request: Request) -> frozenset[int] | None:
    """The versions that If-Match names. Problem: if_match_missing, stale_version."""
    given = ", ".join(request.headers.getlist("if-match"))
    if not given.strip():
        raise Problem("if_match_missing")
    try:
        return versions_in(given)
    except ValueError:
        raise Problem("stale_version", "the If-Match is not an ETag of ours") from None


def _description(command: Command) -> str:
    roles = ", ".join(sorted(command.act.roles))
    doc = (command.act.__doc__ or "").strip()
    return f"{doc}\n\nRule {command.act.rule} ({command.act.source}). Roles: {roles}."


def _openapi(command: Command) -> dict[str, Any]:
    schema = adapter(command.body).json_schema()
    schema = _inlined(schema, schema.pop("$defs", {}))
    parameters = [_header("Idempotency-Key", "New for each command; the same key gives the first answer again.")]
    if not command.creates:
        parameters.append(_header("If-Match", 'ETag last read, or "*".'))
    if "{id}" in command.path:
        parameters.append(
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        )
    content = {"schema": schema, "example": dict(command.example)}
    return {
        "parameters": parameters,
        "requestBody": {"required": True, "content": {"application/json": content}},
        "security": [{"bearer": []}],
    }


def _inlined(schema: Any, definitions: dict[str, Any]) -> Any:  # noqa: ANN401
    """A JSON Schema without references: an OpenAPI document has no place for a body's own definitions."""
    if isinstance(schema, list):
        return [_inlined(one, definitions) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inlined(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions)
    return {name: _inlined(value, definitions) for name, value in schema.items()}


def _header(name: str, description: str) -> dict[str, Any]:
    return {"name": name, "in": "header", "required": True, "description": description, "schema": {"type": "string"}}


def _responses(command: Command) -> dict[int | str, dict[str, Any]]:
    told = {400: "Malformed", 401: "No valid identity", 403: "Not your role or dossier", 409: "Not in this state",
            412: "Stale version", 422: "Invalid content", 503: "Try again later"}  # fmt: skip
    if command.creates:
        del told[412]
    return {status: {"description": text, "content": {MEDIA_TYPE: {}}} for status, text in told.items()}
