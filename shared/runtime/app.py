"""The FastAPI application of a service."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.api_document import router as api_document
from shared.http.context import HttpContext
from shared.http.dispatch import Dispatch, Table
from shared.http.hosts import Hosts, host_names
from shared.http.problem_pages import answer_to, on_bad_query, on_http_error, on_problem
from shared.http.problems import Problem
from shared.http.rates import TooManyRequests
from shared.http.security_contact import router as security_contact
from shared.http.semantics import Semantics
from shared.http.session import SignInNeeded
from shared.http.signing_in import lead_to_sign_in
from shared.http.waiting_pages import on_too_many
from shared.runtime.callers import Callers
from shared.runtime.http_limits import networks
from shared.runtime.service import Service
from shared.runtime.settings import ServiceSettings
from shared.telemetry import metrics
from shared.telemetry.propagation import current_traceparent
from shared.telemetry.span import Span
from shared.telemetry.spans import http_span, routed

log = logging.getLogger(__name__)
CLIENT_GONE = 499
"""As proxies count a request whose sender hung up before the answer."""


class Application(FastAPI):
    """FastAPI for what it declares and documents; requests go straight to layers of ours. Its own, of which no route
    here has need, cost more than reading a row.
    """

    served: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        scope["app"] = self
        await self.served(scope, receive, send)


def build_app(service: Service, settings: ServiceSettings, context: HttpContext) -> FastAPI:
    """All routes of the service, problem details for every error, a span and a measure per request."""
    app = Application(
        title=service.title,
        version="1",
        servers=[{"url": settings.root_path}] if settings.root_path else None,
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False,
        openapi_tags=[{"name": aggregate.name} for aggregate in service.aggregates],
    )  # fmt: skip
    app.state.http_context = context
    app.state.settings = settings
    routers = (*service.routers, api_document, security_contact)
    for router in routers:
        app.include_router(router)
    service.configure(app, settings)
    app.add_exception_handler(Problem, on_problem)
    app.add_exception_handler(TooManyRequests, on_too_many)
    app.add_exception_handler(SignInNeeded, lead_to_sign_in)
    app.add_exception_handler(HTTPException, on_http_error)
    app.add_exception_handler(RequestValidationError, on_bad_query)
    served: ASGIApp = Dispatch(app.router, Table(routers), app.exception_handlers)
    served = Hosts(served, host_names(settings.public_hosts))
    served = Callers(served, context.rates, networks(settings.http_trusted_proxies))
    served = Observed(served, settings.root_path)
    app.served = Semantics(served, over_tls=not settings.demonstration)
    _document_bearer(app)
    return app


class Observed:
    """A span, a duration and a problem answer for what nobody caught, around every request."""

    def __init__(self, app: ASGIApp, prefix: str = "") -> None:
        self.app = app
        self.prefix = prefix
        """Path under which an ingress serves us, whether it leaves it on or takes it off."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if self.prefix:
            scope["root_path"] = self.prefix
        method, started, seen = scope["method"], time.perf_counter(), _Seen()

        async def remember(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status, seen.told = message["status"], True
                message["headers"] = [*message.get("headers", ()), *self._more_headers()]
            await send(message)

        with http_span(method, None, _header(scope, b"traceparent")) as span:
            try:
                await self._served(scope, receive, remember, seen)
            except Exception as error:
                log.exception("request failed")
                span.failed(type(error).__qualname__)
                if not seen.told:
                    await answer_to(Request(scope), Problem("internal_error"))(scope, receive, remember)
            route = getattr(scope.get("route"), "path", None)
            if span.recorded:
                _describe(span, method, route, seen.status)
            metrics.observe_request(route, method, seen.status, time.perf_counter() - started)

    async def _served(self, scope: Scope, receive: Receive, send: Send, seen: "_Seen") -> None:
        """A sender who hangs up in the middle of a body is no error of ours."""
        try:
            await self.app(scope, receive, send)
        except ClientDisconnect:
            seen.status = CLIENT_GONE

    def _more_headers(self) -> Iterator[tuple[bytes, bytes]]:
        """The trace."""
        if here := current_traceparent():
            yield b"trace-id", here.split("-")[1].encode()


def _describe(span: Span, method: str, route: str | None, status: int) -> None:
    if route:
        routed(span, method, route)
    span.note({"http.response.status_code": status})


@dataclass(slots=True)
class _Seen:
    """What is known of an answer so far."""

    status: int = 500
    told: bool = False


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
