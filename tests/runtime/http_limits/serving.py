"""A real HTTP server on a real socket, and callers who send it raw bytes."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.runtime.http_limits import HttpLimits
from shared.runtime.http_protocol import limited
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


async def drip(caller: Caller, what: bytes) -> None:
    """A byte now and then, until the server closes."""
    try:
        for _ in range(300):
            await caller.send(what)
            await asyncio.sleep(0.02)
    except ConnectionError:
        return
    pytest.fail("was never closed")


def refused(reason: str) -> float:
    """How many connections were refused so far."""
    return REGISTRY.get_sample_value("referencement_connections_refused_total", {"reason": reason}) or 0.0
