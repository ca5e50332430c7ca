"""The FastAPI application of a service."""

import logging
import time
from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.doors import Doors
from shared.http.problems import Problem, on_problem, problem_response
from shared.http.session import SignInNeeded
from shared.http.signing_in import lead_to_sign_in
from shared.runtime.health import Health, health_router
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings
from shared.telemetry import metrics
from shared.telemetry.propagation import current_traceparent
from shared.telemetry.spans import http_span, routed

log = logging.getLogger(__name__)
QUIET = frozenset({"/livez", "/readyz", "/metrics"})


def build_app(service: Service, settings: ServiceSettings, doors: Doors, health: Health) -> FastAPI:
    """All routes of the service, problem details for every error, a span and a measure per request."""
    app = FastAPI(
        title=service.title,
        version="1",
        servers=[{"url": settings.root_path}] if settings.root_path else None,
        redoc_url=None,
        openapi_tags=[{"name": aggregate.name} for aggregate in service.aggregates],
    )
    app.state.doors = doors
    app.state.settings = settings
    app.include_router(health_router(health))
    for router in service.routers:
        app.include_router(router)
    service.configure(app, settings)
    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(SignInNeeded, lead_to_sign_in)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(RequestValidationError, _on_bad_query)
    app.add_middleware(Observed, health=health, prefix=settings.root_path)
    _document_bearer(app)
    return app


async def _on_http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    code = "not_found" if error.status_code == 404 else f"http_{error.status_code}"  # noqa: PLR2004
    response = problem_response(Problem(code, str(error.detail)))
    response.status_code = error.status_code
    return response


async def _on_bad_query(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [
        {"path": ".".join(map(str, fault["loc"])), "code": fault["type"], "detail": fault["msg"]}
        for fault in error.errors()
    ]
    return problem_response(Problem("invalid_content", faults=faults))


class Observed:
    """A span, a duration and a problem answer for what nobody caught, around every request; farewell when draining."""

    def __init__(self, app: ASGIApp, health: Health, prefix: str = "") -> None:
        self.app = app
        self.health = health
        self.prefix = prefix
        """Path under which an ingress serves us, whether it leaves it on or takes it off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self.app(scope, receive, send)
            return
        if self.prefix:
            scope["root_path"] = self.prefix
        method, started, status = scope["method"], time.perf_counter(), 500
        told = False

        async def remember(message: Message) -> None:
            nonlocal status, told
            if message["type"] == "http.response.start":
                status, told = message["status"], True
                message["headers"] = [*message.get("headers", ()), *self._more_headers()]
            await send(message)

        with http_span(method, None, _header(scope, b"traceparent")) as span:
            try:
                await self.app(scope, receive, remember)
            except Exception as error:
                log.exception("request failed")
                span.failed(type(error).__qualname__)
                if not told:
                    trace = (current_traceparent() or "-").split("-")[1]
                    await problem_response(Problem("internal_error"), trace)(scope, receive, remember)
            route = getattr(scope.get("route"), "path", None)
            if route:
                routed(span, method, route)
            span.note({"http.response.status_code": status})
            metrics.observe_request(route, method, status, time.perf_counter() - started)

    def _more_headers(self) -> Iterator[tuple[bytes, bytes]]:
        """The trace; when draining, that the next request shall find another process instead of a closed door."""
        if here := current_traceparent():
            yield b"trace-id", here.split("-")[1].encode()
        if self.health.draining:
            yield b"connection", b"close"


def _header(scope: Scope, name: bytes) -> str | None:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


def _document_bearer(app: FastAPI) -> None:
    """Tell the OpenAPI document how to authenticate."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = generate()
            schemes = document.setdefault("components", {}).setdefault("securitySchemes", {})
            schemes["bearer"] = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document
