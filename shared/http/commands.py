"""The HTTP door for commands: a table row per act becomes a route."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from shared.acts.act import AnyAct
from shared.acts.moment import derived_id
from shared.delivery.aggregates import Aggregate
from shared.delivery.effects import new_event_id
from shared.delivery.incoming import Cause, Door, Incoming, Performed, Turned
from shared.delivery.shell import Unavailable
from shared.delivery.transience import BadValue
from shared.http.bodies import adapter, parse, read_body
from shared.http.doors import doors_of
from shared.http.problems import MEDIA_TYPE, Problem
from shared.identity.actor import Actor
from shared.telemetry.propagation import current_traceparent

Prepare = Callable[[Any, Request], Awaitable[Any]]
KEY_LENGTH = range(8, 201)
VERSION = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Command:
    """One row of a service's `routes.py`: POST `path` with a body performs `act`.

    A path without `{id}` creates a new aggregate. `prepare` completes the command from the service's own read tables.
    """

    path: str
    body: type[Any]
    act: AnyAct
    aggregate: Aggregate[Any]
    example: Mapping[str, object] = field(default_factory=dict)
    prepare: Prepare | None = None
    target: Callable[[str], str] = str
    """From the id in the path to the aggregate's id, where they differ."""

    @property
    def creates(self) -> bool:
        """Whether the command makes a new aggregate."""
        return "{id}" not in self.path


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


def _endpoint(command: Command) -> Callable[..., Awaitable[JSONResponse]]:
    async def perform(request: Request) -> JSONResponse:
        doors = doors_of(request)
        actor = await doors.actor(request, command.act)
        body = await read_body(request)
        incoming = await _incoming(command, request, actor, body)
        try:
            outcome = await doors.commands.perform(incoming)
        except Unavailable as error:
            raise Problem("unavailable", "the database cannot be reached") from error
        except BadValue as error:
            raise Problem("value_refused") from error
        if isinstance(outcome, Turned):
            raise Problem(outcome.code, **outcome.facts)
        assert isinstance(outcome, Performed)
        headers = {"etag": f'"{outcome.answer["version"]}"'}
        if command.creates:
            headers["location"] = f"{command.path}/{outcome.answer['id']}"
        if outcome.repeated:
            headers["idempotency-replayed"] = "true"
        return JSONResponse(outcome.answer, 201 if command.creates else 200, headers)

    return perform


async def _incoming(command: Command, request: Request, actor: Actor, body: bytes) -> Incoming:
    key = request.headers.get("idempotency-key", "")
    if len(key) not in KEY_LENGTH:
        raise Problem("idempotency_key_missing")
    payload = parse(command.body, body)
    if command.prepare and actor.acting_as(*command.act.roles):
        payload = await command.prepare(payload, request)
    message = derived_id("command", actor.id, key)
    target = derived_id(command.aggregate.name, message) if command.creates else command.target(path_id(request))
    traceparent = current_traceparent()
    return Incoming(
        message=message,
        door=Door.HTTP,
        act=command.act,
        aggregate=command.aggregate,
        target=target,
        payload=payload,
        actor=actor,
        cause=Cause(new_event_id(), None, traceparent),
        digest=sha256(b"\n".join((request.url.path.encode(), body))).digest(),
        expected_version=None if command.creates else _expected(request),
    )


def path_id(request: Request) -> str:
    """The `{id}` of the path. Problem not_found: it is no UUID."""
    try:
        return str(UUID(request.path_params["id"]))
    except ValueError:
        raise Problem("not_found") from None


def _expected(request: Request) -> int | None:
    given = request.headers.get("if-match", "").strip()
    if not given:
        raise Problem("if_match_missing")
    if given == "*":
        return None
    version = given.removeprefix("W/").strip('"')
    if not VERSION.fullmatch(version):
        raise Problem("stale_version", "the If-Match is not an ETag of ours")
    return int(version)


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
