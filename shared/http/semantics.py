"""What HTTP expects of every answer, whatever the route: HEAD, conditional requests, caching, security headers.

The outermost layer of the application, plain ASGI: also problems, pages and what another layer answers go through it.
"""

from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.answers import PRIVATE, digest_of
from shared.http.entity_tags import matches

Headers = list[tuple[bytes, bytes]]
ALWAYS: Mapping[bytes, bytes] = {
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
    b"cache-control": PRIVATE.encode(),
    b"vary": b"authorization",
}
"""Of every answer that says nothing else itself."""
TRANSPORT = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")
KEPT_BY_304 = frozenset({*ALWAYS, b"etag", b"content-location", b"expires", b"trace-id", b"connection"})
OK, NOT_MODIFIED = 200, 304


def always_of(over_tls: bool) -> dict[bytes, bytes]:
    """The headers of every answer, with HSTS where browsers come through TLS."""
    return {**ALWAYS, TRANSPORT[0]: TRANSPORT[1]} if over_tls else dict(ALWAYS)


class Semantics:
    """HEAD is a GET without its body; If-None-Match is answered with 304; what is missing is added to the headers."""

    def __init__(self, app: ASGIApp, *, over_tls: bool) -> None:
        self.app = app
        self._always = always_of(over_tls)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        method = scope["method"]
        if method in ("GET", "HEAD"):
            answering = _Answering(send, self._always, _header(scope["headers"], b"if-none-match"), method == "HEAD")
            scope = {**scope, "method": "GET"} if method == "HEAD" else scope
        else:
            answering = _Answering(send, self._always, None, bodiless=False, reading=False)
        await self.app(scope, receive, answering.send)


class _Answering:
    """One answer on its way out."""

    __slots__ = ("_always", "_asked", "_bodiless", "_reading", "_send", "_start")

    def __init__(
        self, send: Send, always: Mapping[bytes, bytes], asked: str | None, bodiless: bool, reading: bool = True
    ) -> None:
        self._send, self._always, self._asked = send, always, asked
        self._bodiless, self._reading = bodiless, reading
        self._start: Message | None = None

    async def send(self, message: Message) -> None:
        """The head waits for the first piece of the body: an ETag may have to be made of it."""
        if message["type"] == "http.response.start":
            self._start = message
            return
        if message["type"] == "http.response.body":
            if self._start is not None:
                start, self._start = self._start, None
                await self._begin(start, message)
            if self._bodiless:
                message = {"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)}
        await self._send(message)

    async def _begin(self, start: Message, first: Message) -> None:
        headers = start["headers"] = list(start.get("headers", ()))
        there = {name for name, _ in headers}
        if self._reading and start["status"] == OK:
            tag = _tag(headers, there, first)
            if self._asked is not None and tag and matches(self._asked, tag):
                start["status"], self._bodiless = NOT_MODIFIED, True
                headers[:] = [one for one in headers if one[0] in KEPT_BY_304]
        headers.extend((name, value) for name, value in self._always.items() if name not in there)
        await self._send(start)


def _tag(headers: Headers, there: set[bytes], first: Message) -> str | None:
    """The ETag of an answer; made of its body where it has none, may be kept, and comes in one piece."""
    if b"etag" in there:
        return next(value for name, value in headers if name == b"etag").decode("latin-1")
    if first.get("more_body") or _never_the_same(headers):
        return None
    tag = f'"{digest_of(first.get("body", b""))}"'
    headers.append((b"etag", tag.encode()))
    return tag


def _never_the_same(headers: Headers) -> bool:
    """A page for one reader: its forms carry keys that are new each time."""
    found = dict(headers)
    return b"no-store" in found.get(b"cache-control", b"") and found.get(b"content-type", b"").startswith(b"text/html")


def _header(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> str | None:
    """All values of a header, as one list."""
    values = [value for key, value in headers if key == name]
    return b", ".join(values).decode("latin-1") if values else None
