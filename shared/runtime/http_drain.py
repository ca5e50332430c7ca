"""How connections end when the process does: no caller shall send a request into one that is being closed.

HTTP has one word for it, `Connection: close` on an answer. Whoever got no answer lately could not be told: its
connection stays open for as long as the server waits, and what it sent before the end is answered.
"""

import asyncio
import select
import socket
from collections.abc import Iterable
from typing import Any, cast

from uvicorn.config import Config
from uvicorn.server import ServerState

from shared.runtime.http_heads import HeadCounting, Stage

ROUNDS = 8
"""Of the loop, after which what it has accepted is a connection: it takes two or three."""


class DrainState(ServerState):
    """What all connections of a port know of its end."""

    def __init__(self) -> None:
        super().__init__()
        self.draining = False
        self.last_opened = float("-inf")
        """When a caller last opened a connection, in the loop's time."""


class DrainingProtocol(HeadCounting):
    """Ends its connection with the next answer once the port drains."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._port = cast("DrainState", server_state)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember when the last caller came."""
        super().connection_made(cast("asyncio.Transport", transport))
        self._port.last_opened = self.loop.time()

    def on_headers_complete(self) -> None:
        """A request that comes while the port drains is the last one of its connection."""
        super().on_headers_complete()
        if self._port.draining:
            self.leave()

    def leave(self) -> None:
        """Let the answer under way, unless its head is sent, say that the connection ends."""
        if self._begun and not self.cycle.response_started:
            self.cycle.keep_alive = False

    def shutdown(self) -> None:
        """Called by uvicorn when the port closes: end the connection, but not under a request that has been sent."""
        if self.transport.is_closing():
            return
        if self._answering:
            self.cycle.keep_alive = False
        elif self._stage is Stage.IDLE and not readable(self.transport.get_extra_info("socket")):
            self.transport.close()


def readable(*sockets: socket.socket) -> bool:
    """Whether something waits to be read, or to be accepted, that the loop has not seen yet."""
    poll = select.poll()
    for one in sockets:
        poll.register(one.fileno(), select.POLLIN)
    return bool(poll.poll(0))


async def accept_waiting(listeners: Iterable[socket.socket], most: int = 200) -> None:
    """Take in the callers who are connected already: closing the listener would reset them."""
    opened = [one for one in listeners if one.fileno() >= 0]
    quiet = 0
    for _ in range(most):
        quiet = 0 if readable(*opened) else quiet + 1
        if quiet > ROUNDS:
            return
        await asyncio.sleep(0)
