"""Whose request it is as far as the connection tells: the caller's address, behind our own proxies or without any."""

from collections.abc import Iterator, Sequence

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.http.rates import READING, Limit, Per, Rates, TooManyRequests
from shared.http.waiting_pages import on_too_many
from shared.runtime.http_limits import Network, among, is_address, origin, plain_host

MOST_HOPS = 20


class Callers:
    """Notes each caller's address in the scope and refuses with 429 whoever asks too often from one."""

    def __init__(self, app: ASGIApp, rates: Rates, proxies: Sequence[Network]) -> None:
        self.app = app
        self._rates = rates
        self._proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        address = scope["caller_address"] = address_of(scope, self._proxies)
        try:
            self._rates.count(Limit.REQUESTS, Per.ADDRESS, address)
            if scope["method"] not in READING:
                self._rates.count(Limit.COMMANDS, Per.ADDRESS, address)
        except TooManyRequests as refused:
            response = await on_too_many(Request(scope, receive), refused)
            await response(scope, receive, send)
            return
        await self.app(scope, receive, send)


def address_of(scope: Scope, proxies: Sequence[Network]) -> str | None:
    """The caller's address, one of IPv6 as its /64; None: it came through a proxy of ours that did not tell it.

    Of X-Forwarded-For only what our own proxies wrote counts: from its end to the first address that is none of theirs.
    """
    if not scope.get("client"):
        return None
    near = plain_host(scope["client"][0])
    if not among(near, proxies):
        return origin(near)
    told = None
    for hop in _hops(scope):
        if not is_address(hop):
            return told
        told = origin(hop)
        if not among(hop, proxies):
            return told
    return told


def _hops(scope: Scope) -> Iterator[str]:
    """The addresses of X-Forwarded-For, the nearest first, without their ports."""
    told = b",".join(value for name, value in scope["headers"] if name == b"x-forwarded-for")
    for part in reversed(told.decode("latin-1").split(",")[-MOST_HOPS:]):
        yield plain_host(_without_port(part.strip()))


def _without_port(hop: str) -> str:
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop
