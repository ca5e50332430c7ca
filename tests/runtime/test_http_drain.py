"""What callers see of a server that ends: real connections, on which they write at the very moment."""

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from shared.runtime.http_drain import DrainingProtocol
from shared.runtime.http_limits import HttpLimits
from shared.runtime.http_protocol import limited
from shared.runtime.server import Server

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
ROUNDS, CALLERS, REQUESTS = 6, 12, 12
"""How often a server ends while so many callers send so many requests each."""
PATIENCE_S = 60


class App:
    """Answers what it is named by, once it may."""

    def __init__(self, name: str) -> None:
        self.name, self.may, self.asked = name, asyncio.Event(), asyncio.Event()
        self.may.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.set()
        await self.may.wait()
        await PlainTextResponse(self.name)(scope, receive, send)


class Serving:
    """A server and the task in which it serves."""

    def __init__(self, app: App) -> None:
        self.app = app
        config = uvicorn.Config(
            app, "127.0.0.1", 0, log_config=None, ws="none", lifespan="off", http=limited(HttpLimits()),
            timeout_keep_alive=PATIENCE_S, timeout_graceful_shutdown=PATIENCE_S,
        )  # fmt: skip
        self.server = Server(config)
        self.task = asyncio.create_task(self.server.serve_until_told())

    @property
    def place(self) -> tuple[str, int]:
        address: tuple[str, int] = self.server.servers[0].sockets[0].getsockname()
        return address

    @property
    def connections(self) -> list[DrainingProtocol]:
        return [one for one in self.server.server_state.connections if isinstance(one, DrainingProtocol)]

    async def end(self) -> None:
        self.server.should_exit = True
        await self.task


@asynccontextmanager
async def serving(name: str = "here") -> AsyncIterator[Serving]:
    one = Serving(App(name))
    async with asyncio.timeout(PATIENCE_S):
        while not one.server.started:  # noqa: ASYNC110  # uvicorn tells of it by an attribute alone
            await asyncio.sleep(0.01)
        yield one
        await one.end()


async def answer(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """A body, and whether the connection ends with it."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    size = int(head.split(b"content-length: ")[1].split(b"\r\n")[0])
    return await reader.readexactly(size), b"\r\nconnection: close\r\n" in head


async def test_a_request_that_is_sent_when_the_port_closes_is_answered_and_told() -> None:
    async with serving() as here:
        reader, writer = await asyncio.open_connection(*here.place)
        writer.write(GET)
        kept = await answer(reader)

        here.server.send_callers_away()
        with socket.socket(fileno=socket.dup(writer.get_extra_info("socket").fileno())) as same:
            same.send(GET)
        for one in here.connections:
            one.shutdown()

        assert (kept, await answer(reader)) == ((b"here", False), (b"here", True))
        assert await reader.read() == b""
        writer.close()


async def test_a_caller_who_is_connected_and_was_not_let_in_yet_is_answered() -> None:
    async with serving() as here:
        with socket.create_connection(here.place) as late:
            late.send(GET)
            ended = asyncio.create_task(here.end())
            reader, writer = await asyncio.open_connection(sock=late.dup())
            late.close()

            assert await answer(reader) == (b"here", True)
            await ended
            writer.close()


async def test_whoever_said_nothing_is_left_by_the_server() -> None:
    async with serving() as here:
        reader, writer = await asyncio.open_connection(*here.place)
        writer.write(GET)
        await answer(reader)
        await here.end()

        assert await reader.read() == b""
        writer.close()


async def test_an_answer_under_way_when_the_drain_begins_says_that_the_connection_ends() -> None:
    async with serving() as here:
        here.app.may.clear()
        reader, writer = await asyncio.open_connection(*here.place)
        writer.write(GET)
        await here.app.asked.wait()
        here.server.send_callers_away()
        here.app.may.set()

        assert await answer(reader) == (b"here", True)
        writer.close()


async def test_a_port_counts_as_left_when_the_last_caller_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.runtime.server.QUIET_S", 0.05)
    async with serving() as here:
        reader, writer = await asyncio.open_connection(*here.place)
        writer.write(GET)
        await answer(reader)
        left = asyncio.create_task(here.server.left_by_callers(PATIENCE_S))
        await asyncio.sleep(0.3)
        still_waits = not left.done()
        here.server.send_callers_away()
        writer.write(GET)

        assert (still_waits, await answer(reader)) == (True, (b"here", True))
        await left
        writer.close()


async def test_a_port_is_not_waited_for_longer_than_said() -> None:
    async with serving() as here:
        reader, writer = await asyncio.open_connection(*here.place)
        writer.write(GET)
        await answer(reader)
        await here.server.left_by_callers(0.2)

        assert len(here.connections) == 1
        writer.close()


class Callers:
    """Keep their connections for as long as the server does, with pauses of any length between requests."""

    def __init__(self, place: tuple[str, int], dice: random.Random) -> None:
        self.place, self.dice = place, dice
        self.heard: list[bytes] = []
        self.amid, self.at = asyncio.Event(), dice.randrange(CALLERS * REQUESTS // 2)

    async def call(self) -> None:
        ends = True
        for _ in range(REQUESTS):
            if ends:
                reader, writer = await asyncio.open_connection(*self.place)
            writer.write(GET)
            body, ends = await answer(reader)
            self.heard.append(body)
            if len(self.heard) > self.at:
                self.amid.set()
            if ends:
                writer.close()
            await asyncio.sleep(self.dice.choice([0, 0, 0.001, 0.02]))
        writer.close()


async def test_no_request_fails_when_servers_end_under_callers_who_keep_their_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shared.runtime.server.QUIET_S", 0.05)
    dice = random.Random(7)
    async with serving("other") as other:
        for _ in range(ROUNDS):
            async with serving("ending") as ending, asyncio.TaskGroup() as calling:
                callers = Callers(ending.place, dice)
                for _ in range(CALLERS):
                    calling.create_task(callers.call())
                await callers.amid.wait()
                callers.place = other.place
                ending.server.send_callers_away()
                await ending.server.left_by_callers(PATIENCE_S)
                await ending.end()

            assert len(callers.heard) == CALLERS * REQUESTS
            assert set(callers.heard) == {b"ending", b"other"}
