"""The API's own document: as OpenAPI for programs, as a page without scripts for people."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, Response

from shared.http.api_words import API
from shared.http.pages import SHARED, Pages

router = APIRouter(include_in_schema=False)
PAGES = Pages(SHARED, API)
AN_HOUR = "public, max-age=3600"
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing that the API can do, as the page tells it."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Json, ...]
    body: str
    """The schema of the body as JSON text; empty: it takes none."""
    example: str
    responses: tuple[tuple[str, str], ...]
    needs_token: bool


@router.get("/openapi.json")
async def openapi(request: Request) -> Response:
    """OpenAPI 3.1; made and encoded once."""
    app: FastAPI = request.app
    encoded: bytes | None = getattr(app.state, "api_document", None)
    if encoded is None:
        encoded = app.state.api_document = msgspec.json.encode(app.openapi())
    return Response(encoded, media_type="application/json", headers={"cache-control": AN_HOUR})


@router.get("/docs")
async def docs(request: Request) -> HTMLResponse:
    """Every operation with its parameters, its body and an example."""
    document = request.app.openapi()
    groups: dict[str, list[Operation]] = {}
    for tag, operation in _operations(document):
        groups.setdefault(tag, []).append(operation)
    return PAGES.render(request, "api.html", service=document["info"]["title"], groups=groups)


def _operations(document: Json) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            content: Json = next(iter(told.get("requestBody", {}).get("content", {}).values()), {})
            yield (
                (told.get("tags") or [""])[0],
                Operation(
                    method=method.upper(),
                    path=path,
                    summary=told.get("summary", ""),
                    description=told.get("description", ""),
                    parameters=tuple(told.get("parameters", ())),
                    body=_text(content.get("schema") or {}),
                    example=_text(content.get("example") or {}),
                    responses=tuple((status, one["description"]) for status, one in told.get("responses", {}).items()),
                    needs_token=bool(told.get("security")),
                ),
            )


def _text(value: Json) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() if value else ""
