"""What the HTTP server takes from a stranger: raw bytes sent to a real server on a real socket."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.http.semantics import always_of
from shared.runtime.http_limits import HttpLimits, among, networks, origin, plain_host
from shared.runtime.http_protocol import answer_to, limited
from shared.runtime.server import Server
from shared.telemetry.metrics import REGISTRY
from tests.waiting import WITHIN_S, until

BRIEF = 0.3
"""Seconds of the limits that a test waits for."""


async def told(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers the size of the body; `/refused` does not read it, `/large` is an answer that fills every buffer."""
    request = Request(scope, receive)
    if scope["path"] == "/refused":
        await PlainTextResponse("no", 401)(scope, receive, send)
    elif scope["path"] == "/large":
        await PlainTextResponse(b"x" * 30_000_000)(scope, receive, send)
    else:
        size = len(await request.body())
        names = b",".join(name for name, _ in scope["headers"]).decode()
        await PlainTextResponse(f"{size} bytes;{names}")(scope, receive, send)


class Caller:
    """One connection to it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def rest(self) -> bytes:
        """All that is answered until the server closes."""
        try:
            async with asyncio.timeout(WITHIN_S):
                return await self.reader.read()
        except ConnectionError:
            return b""

    async def answer(self) -> bytes:
        """One answer with its body."""
        head = await self.reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        return head + await self.reader.readexactly(size)


OPENED: list[Caller] = []


@asynccontextmanager
async def serving(
    limits: HttpLimits, keep_alive: int = 5, host: str = "127.0.0.1", *, over_tls: bool = False
) -> AsyncIterator[Server]:
    config = uvicorn.Config(
        told, host, 0, log_config=None, ws="none", lifespan="off", http=limited(limits, over_tls=over_tls),
        timeout_keep_alive=keep_alive, timeout_graceful_shutdown=1,
    )  # fmt: skip
    server = Server(config)
    task = asyncio.create_task(server.serve_until_told())
    await until(lambda: server.started)
    yield server
    server.should_exit = True
    await task
    while OPENED:
        OPENED.pop().writer.close()


def port_of(server: Server) -> int:
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port


async def connect(server: Server, host: str = "127.0.0.1") -> Caller:
    OPENED.append(Caller(*await asyncio.open_connection(host, port_of(server))))
    return OPENED[-1]


def code_in(answer: bytes) -> tuple[int, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split(b" ")[1]), json.loads(body)["code"]


async def spoken(limits: HttpLimits, *pieces: bytes) -> bytes:
    """What one caller hears until the end who sends these."""
    async with serving(limits) as server:
        caller = await connect(server)
        for piece in pieces:
            await caller.send(piece)
            await asyncio.sleep(0.01)
        return await caller.rest()


PLAIN = b"GET / HTTP/1.1\r\nHost: a\r\n"


async def test_ordinary_requests_on_one_connection_are_answered() -> None:
    async with serving(HttpLimits()) as server:
        caller = await connect(server)
        for _ in range(3):
            await caller.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc")
            assert (await caller.answer()).endswith(b"3 bytes;host,content-length")


@pytest.mark.parametrize(
    "pieces",
    [
        [PLAIN + b"X: " + b"a" * 40_000 + b"\r\n\r\n"],
        [PLAIN + b"X: ", *[b"a" * 10_000] * 8],
        [b"GET /", *[b"a" * 10_000] * 8],
        [b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n"],
        [PLAIN + b"".join(b"X%d: a\r\n" % number for number in range(200)) + b"\r\n"],
        [PLAIN, *[b"X: a\r\n" * 20] * 8],
        [b"X" * 200_000],
    ],
    ids=["one header", "a header in pieces", "target in pieces", "target", "many", "many in pieces", "a method"],
)
async def test_a_head_that_is_too_large_is_refused(pieces: list[bytes]) -> None:
    answer = await spoken(HttpLimits(header_bytes=32_768, headers=100), *pieces)

    assert code_in(answer) in {(431, "headers_too_large"), (400, "malformed_request")}


async def drip(caller: Caller, what: bytes) -> None:
    """A byte now and then, until the server closes."""
    try:
        for _ in range(300):
            await caller.send(what)
            await asyncio.sleep(0.02)
    except ConnectionError:
        return
    pytest.fail("was never closed")


@pytest.mark.parametrize("over_tls", [True, False])
@pytest.mark.parametrize("code", ["malformed_request", "request_too_slow", "headers_too_large", "too_many_connections"])
def test_a_refusal_of_the_server_has_the_headers_of_every_answer(code: str, over_tls: bool) -> None:
    head = answer_to(code, over_tls).split(b"\r\n\r\n")[0]

    found = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])

    assert always_of(over_tls).items() <= found.items()
    assert found.get(b"strict-transport-security") == (b"max-age=63072000; includeSubDomains" if over_tls else None)


async def test_a_port_behind_tls_says_so_also_where_no_request_was_understood() -> None:
    for over_tls in (True, False):
        async with serving(HttpLimits(), over_tls=over_tls) as server:
            caller = await connect(server)
            await caller.send(b"no HTTP at all\r\n\r\n")
            answer = await caller.rest()

        assert code_in(answer) == (400, "malformed_request")
        assert (b"strict-transport-security: max-age=63072000; includeSubDomains\r\n" in answer) is over_tls


async def test_a_header_without_end_is_cut_off_early() -> None:
    counted = refused("headers_too_large")
    async with serving(HttpLimits()) as server:
        caller = await connect(server)
        await caller.send(PLAIN + b"X: ")
        await drip(caller, b"a" * 100_000)
    assert refused("headers_too_large") == counted + 1


async def test_trailers_count_as_headers_and_do_not_reach_the_service() -> None:
    begin = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
    few = await spoken(HttpLimits(header_seconds=BRIEF), begin + b"Authorization: b\r\nConnection: close\r\n\r\n")
    many = await spoken(HttpLimits(), begin + b"X: a\r\n" * 500)
    endless = await spoken(HttpLimits(), begin + b"X: ", *[b"a" * 20_000] * 5)

    assert b"1 bytes;host,transfer-encoding" in few or few == b""
    assert b"authorization" not in few
    assert code_in(many) == (431, "headers_too_large")
    assert code_in(endless) == (431, "headers_too_large")


async def test_half_open_requests_are_closed() -> None:
    begun = [PLAIN, b"", b"G", b"\r\n", PLAIN + b"X: a"]
    async with serving(HttpLimits(header_seconds=5 * BRIEF)) as server:
        callers = []
        for number in range(50):
            callers.append(await connect(server))
            await callers[-1].send(begun[number % len(begun)])
        answers = [await caller.rest() for caller in callers]
        await until(lambda: not server.server_state.connections)

    assert {code_in(answer) for answer in answers if answer} == {(408, "request_too_slow")}
    assert [bool(answer) for answer in answers[:5]] == [True, False, True, False, True]


@pytest.mark.parametrize(
    ("begin", "what"),
    [
        (PLAIN, b"X: a\r\n"),
        (b"", b"\r\n"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", b"a"),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"POST /refused HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n", b"a"),
    ],
    ids=["headers", "empty lines", "a body", "chunks", "a body after its answer"],
)
async def test_whoever_sends_a_byte_now_and_then_is_closed(begin: bytes, what: bytes) -> None:
    limits = HttpLimits(header_seconds=BRIEF, body_seconds=BRIEF, body_rate=5000, headers=10_000)
    async with serving(limits) as server:
        caller = await connect(server)
        await caller.send(begin)
        await drip(caller, what)


async def test_a_body_that_keeps_the_rate_is_read_whole() -> None:
    async with serving(HttpLimits(body_seconds=BRIEF, body_rate=100)) as server:
        caller = await connect(server)
        await caller.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n" + b"a" * 1000)
        for _ in range(19):
            await asyncio.sleep(0.05)
            await caller.send(b"a" * 1000)
        assert (await caller.answer()).endswith(b"20000 bytes;host,content-length")


async def test_whoever_leaves_a_large_answer_unread_is_closed() -> None:
    async with serving(HttpLimits(answer_seconds=BRIEF)) as server:
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(("127.0.0.1", port_of(server)))
        sock.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        await until(lambda: server.server_state.connections)
        await until(lambda: not server.server_state.connections)
        sock.close()


async def test_an_idle_connection_is_closed_and_a_slow_service_is_not() -> None:
    async with serving(HttpLimits(header_seconds=BRIEF), keep_alive=1) as server:
        caller = await connect(server)
        await caller.send(PLAIN + b"\r\n")
        assert (await caller.answer()).endswith(b"0 bytes;host")
        assert await caller.rest() == b""


def refused(reason: str) -> float:
    """How many connections were refused so far."""
    return REGISTRY.get_sample_value("referencement_connections_refused_total", {"reason": reason}) or 0.0


async def test_one_address_has_so_many_connections_and_gets_them_back() -> None:
    counted = refused("too_many_of_one_address")
    async with serving(HttpLimits(connections_per_address=3)) as server:
        three = [await connect(server) for _ in range(3)]
        await three[0].send(PLAIN + b"\r\n")
        await three[0].answer()
        assert code_in(await (await connect(server)).rest()) == (503, "too_many_connections")
        assert refused("too_many_of_one_address") == counted + 1
        three[0].writer.close()
        await three[0].writer.wait_closed()
        await until(lambda: len(server.server_state.connections) == 2)
        again = await connect(server)
        await again.send(PLAIN + b"\r\n")
        assert (await again.answer()).endswith(b"0 bytes;host")


async def test_proxies_may_have_more_but_never_more_than_the_process() -> None:
    limits = HttpLimits(connections_per_address=1, connections=3, proxies=networks("127.0.0.0/8, ::1"))
    async with serving(limits) as server:
        held = [await connect(server) for _ in range(3)]
        await held[2].send(PLAIN + b"\r\n")
        assert (await held[2].answer()).endswith(b"0 bytes;host")
        assert code_in(await (await connect(server)).rest()) == (503, "too_many_connections")


@pytest.mark.parametrize(
    "request_",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\na\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: one\r\n two\r\n\r\n",
        b"GET / HTTP/1.1\nHost: a\n\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX : one\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: o\x00ne\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX\x00: one\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=[
        "length and chunked", "chunked and length", "two lengths", "negative", "plus", "negative chunk",
        "folded header", "bare line feed", "blank before colon", "NUL in a value", "NUL in a name", "TLS",
    ],
)  # fmt: skip
async def test_a_request_that_two_servers_could_read_differently_is_refused(request_: bytes) -> None:
    answer = await spoken(HttpLimits(header_seconds=BRIEF, body_seconds=BRIEF), request_)

    assert code_in(answer) == (400, "malformed_request")
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert b"\r\nx-content-type-options: nosniff\r\n" in head
    assert b"\r\ncontent-security-policy: default-src 'none'; frame-ancestors 'none'\r\n" in head
    assert b"\r\ncache-control: private, no-store\r\n" in head
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    ("host", "families"),
    [("::", {4, 6}), ("", {4, 6}), ("127.0.0.1,::1", {4, 6}), ("127.0.0.1", {4})],
)
async def test_a_port_listens_on_the_families_that_are_named(host: str, families: set[int]) -> None:
    with_ipv6 = socket.has_dualstack_ipv6()
    async with serving(HttpLimits(), host=host) as server:
        heard = set()
        for family, address in ((4, "127.0.0.1"), (6, "::1")):
            try:
                caller = await connect(server, address)
            except OSError:
                continue
            await caller.send(PLAIN + b"Connection: close\r\n\r\n")
            assert (await caller.rest()).endswith(b"0 bytes;host,connection")
            heard.add(family)

    assert heard == (families if with_ipv6 else families - {6})


async def test_a_machine_without_ipv6_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.socket

    def without(family: int = socket.AF_INET, *rest: int) -> socket.socket:
        if family == socket.AF_INET6:
            raise OSError(97, "Address family not supported by protocol")
        return real(family, *rest)

    monkeypatch.setattr("shared.runtime.listening.socket.socket", without)
    async with serving(HttpLimits(), host="::") as server:
        monkeypatch.undo()
        caller = await connect(server)
        await caller.send(PLAIN + b"Connection: close\r\n\r\n")
        assert (await caller.rest()).endswith(b"0 bytes;host,connection")


def test_addresses_are_one_callers_by_the_network_it_owns() -> None:
    assert plain_host("::ffff:192.0.2.7") == "192.0.2.7"
    assert origin("192.0.2.7") == "192.0.2.7"
    assert origin("2001:db8:1:2:3:4:5:6") == origin("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert origin("fe80::1%eth0") == "fe80::/64"
    assert among("10.1.2.3", networks("10.0.0.0/8,fd00::/8"))
    assert not among("11.1.2.3", networks("10.0.0.0/8,fd00::/8"))
