"""A TCP proxy on loopback that can be told to delay, to stall, to cut, or to let connections die without a word."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from deploy.local.ports import LOOPBACK

CHUNK = 65_536
DELAY_S = 0.15
"""Each way: 300 ms there and back."""
LOSS, RETRANSMITTED_S = 0.3, (0.2, 0.8)
"""What TCP makes of lost packets: they arrive late."""


class Mode(StrEnum):
    """What happens to what goes through."""

    PASS = "pass"  # no password
    DELAY = "delay"
    LOSS = "loss"
    CUT = "cut"
    """All connections are broken, new ones at once as well."""
    BLACK_HOLE = "black_hole"
    """Nothing goes through and nobody is told."""
    HALF_OPEN = "half_open"
    """The connections there are stay open and dead for ever; new ones work."""


@dataclass(eq=False)
class _Link:
    writers: tuple[asyncio.StreamWriter, asyncio.StreamWriter]
    dead: bool = False


@dataclass(slots=True)
class Proxy:
    """Between `port` and the server at `to`."""

    to: int
    random: Random
    port: int = 0
    mode: Mode = Mode.PASS
    _links: set[_Link] = field(default_factory=set)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["Proxy"]:
        """Listen on `port` (0: a free one, then kept in `port`)."""
        server = await asyncio.start_server(self._accept, LOOPBACK, self.port)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            self._break_all()
            for task in self._tasks:
                task.cancel()

    def set(self, mode: Mode) -> None:
        """From now on."""
        self.mode = mode
        if mode is Mode.CUT:
            self._break_all()
        if mode is Mode.HALF_OPEN:
            for link in self._links:
                link.dead = True
            self.mode = Mode.PASS

    def _break_all(self) -> None:
        for link in self._links:
            for writer in link.writers:
                writer.transport.abort()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode is Mode.CUT:
            writer.transport.abort()
            return
        try:
            upstream = await asyncio.open_connection(LOOPBACK, self.to)
        except OSError:
            writer.transport.abort()
            return
        link = _Link((writer, upstream[1]))
        self._links.add(link)
        for source, sink in ((reader, upstream[1]), (upstream[0], writer)):
            task = asyncio.create_task(self._carry(link, source, sink))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(self, link: _Link, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await source.read(CHUNK):
                await self._hold()
                if link.dead:
                    continue
                sink.write(chunk)
                await sink.drain()
        if not link.dead:
            self._links.discard(link)
            for writer in link.writers:
                writer.close()

    async def _hold(self) -> None:
        if self.mode is Mode.DELAY:
            await asyncio.sleep(DELAY_S)
        if self.mode is Mode.LOSS and self.random.random() < LOSS:
            await asyncio.sleep(self.random.uniform(*RETRANSMITTED_S))
        while self.mode is Mode.BLACK_HOLE:  # noqa: ASYNC110  # nobody waits long
            await asyncio.sleep(0.05)
