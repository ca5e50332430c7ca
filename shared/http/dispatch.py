"""From a request to its endpoint: one table, made once from what the routers declare.

FastAPI declares the routes and writes the API document; requests do not go through its own router, which would match
each of them twice against every route, and solve dependencies that no route here has.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.utils import request_params_to_args
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.codings import refuse_encoded
from shared.http.problems import Problem
from shared.http.single import refuse_repeated

PathValues = Mapping[str, str]
Call = Callable[[Request, PathValues], Awaitable[Response]]
Handler = Callable[[Request, Exception], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One route, ready to be called."""

    route: APIRoute
    call: Call


class Table:
    """All routes by path and method. A path without parameters goes before one with."""

    def __init__(self, routers: Iterable[APIRouter]) -> None:
        self._plain: dict[str, dict[str, Endpoint]] = {}
        self._patterns: dict[tuple[str, int], list[Endpoint]] = {}
        for route in (route for router in routers for route in router.routes):
            assert isinstance(route, APIRoute)
            endpoint = Endpoint(route, _call_of(route))
            if "{" in route.path:
                self._patterns.setdefault(_place(route.path), []).append(endpoint)
            else:
                self._plain.setdefault(route.path, {}).update(dict.fromkeys(route.methods or (), endpoint))

    def find(self, method: str, path: str) -> tuple[Endpoint | None, PathValues, set[str]]:
        """The endpoint with what the path says; without one, the methods that there are for this path."""
        plain = self._plain.get(path)
        if plain is not None:
            return plain.get(method), {}, set(plain)
        allowed: set[str] = set()
        for endpoint in self._patterns.get(_place(path), ()):
            if match := endpoint.route.path_regex.match(path):
                methods = endpoint.route.methods or set()
                if method in methods:
                    return endpoint, match.groupdict(), allowed
                allowed |= methods
        return None, {}, allowed


class Dispatch:
    """Behind all middlewares: finds the endpoint, calls it, turns what it raises into an answer."""

    def __init__(self, app: ASGIApp, table: Table, handlers: Mapping[Any, Any]) -> None:
        self.app = app
        """FastAPI's router, for what is no request."""
        self._table = table
        self._handlers = handlers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            response = await self._answer(request)
        except Exception as error:
            if (handler := self._handler_of(error)) is None:
                raise
            response = await handler(request, error)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        scope = request.scope
        refuse_repeated(scope)
        refuse_encoded(scope)
        endpoint, values, methods = self._table.find(scope["method"], _own_path(scope))
        if endpoint is not None:
            scope["route"], scope["path_params"] = endpoint.route, values
            return await endpoint.call(request, values)
        if not methods and scope["path"] != "*":
            raise Problem("not_found")
        allow = ", ".join(sorted(methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())))
        if scope["method"] == "OPTIONS":
            return Response(status_code=204, headers={"allow": allow})
        raise Problem("method_not_allowed", allow=allow)

    def _handler_of(self, error: Exception) -> Handler | None:
        found: Handler | None = next(
            (self._handlers[kind] for kind in type(error).__mro__ if kind in self._handlers), None
        )
        return found


def _place(path: str) -> tuple[str, int]:
    """Where paths with parameters lie: the first segment, which never is a parameter, and the number of segments."""
    return path[1:].partition("/")[0], path.count("/")


def _own_path(scope: Scope) -> str:
    """The path below the prefix, whether an ingress left it on or took it off."""
    path: str = scope["path"]
    prefix = scope.get("root_path", "")
    return path[len(prefix) :] if prefix and path.startswith(f"{prefix}/") else path


def _call_of(route: APIRoute) -> Call:
    """How to call an endpoint: with the request, the texts of its path, the values of its query."""
    declared = route.dependant
    others = (declared.body_params, declared.header_params, declared.cookie_params, declared.dependencies)
    if any(others) or route.path.startswith("/{") or ":path}" in route.path:
        raise TypeError(f"{route.path}: a route takes the request, texts of its path and its query, nothing else")
    function, given = route.endpoint, declared.request_param_name
    names = tuple(field.name for field in declared.path_params)
    fields = declared.query_params
    defaults = {field.name: field.get_default() for field in fields if not field.field_info.is_required()}
    all_default = len(defaults) == len(fields)

    async def call(request: Request, values: PathValues) -> Response:
        arguments: dict[str, Any] = {name: values[name] for name in names}
        if given:
            arguments[given] = request
        if fields and (request.scope["query_string"] or not all_default):
            queried, errors = request_params_to_args(fields, request.query_params)
            if errors:
                raise RequestValidationError(errors)
            arguments |= queried
        elif fields:
            arguments |= defaults
        response: Response = await function(**arguments)
        return response

    return call
