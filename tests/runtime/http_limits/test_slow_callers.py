"""Whoever sends or reads too slowly is closed; whoever keeps the rate is served."""

import asyncio
import socket

import pytest

from shared.runtime.http_limits import HttpLimits
from tests.runtime.http_limits.serving import BRIEF, PLAIN, code_in, connect, drip, port_of, serving
from tests.waiting import until


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
