"""uvicorn, but the process decides when to stop, and opens the sockets."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator

import uvicorn

from shared.runtime.http_drain import DrainingProtocol, DrainState, accept_waiting
from shared.runtime.listening import listen

log = logging.getLogger(__name__)
DATE_EVERY_S = 1.0
QUIET_S, LOOKS_S = 1.0, 0.1
"""How long nobody may have come before a port counts as left, and how often it is looked at."""


class Server(uvicorn.Server):
    """Leaves SIGTERM and SIGINT to the process, which drains in its own order."""

    def __init__(self, config: uvicorn.Config) -> None:
        self._told = asyncio.Event()
        self.refused = ""
        """Why the port could not be opened; empty: it could."""
        super().__init__(config)
        self.server_state: DrainState = DrainState()

    @property
    def should_exit(self) -> bool:
        """Whether somebody has told it to end."""
        return self._told.is_set()

    @should_exit.setter
    def should_exit(self, value: bool) -> None:
        if value:
            self._told.set()
        else:
            self._told.clear()

    async def main_loop(self) -> None:
        """Renew the Date header until told to end. uvicorn's own loop wakes ten times a second to look whether it was:
        half of what an idle process costs.
        """
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(DATE_EVERY_S):
                    await self._told.wait()

    def send_callers_away(self) -> None:
        """From now on every answer says that its connection ends; the port stays open."""
        self.server_state.draining = True
        for connection in self.server_state.connections:
            if isinstance(connection, DrainingProtocol):
                connection.leave()

    async def left_by_callers(self, at_most_s: float) -> None:
        """Wait until no caller is connected and none came for a while; not where nothing was opened."""
        loop, state = asyncio.get_running_loop(), self.server_state
        end = loop.time() + (at_most_s if self.started else 0)
        while loop.time() < end:
            if not state.connections and loop.time() - state.last_opened >= QUIET_S:
                return
            await asyncio.sleep(LOOKS_S)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the port; what callers have sent by now is answered."""
        self.send_callers_away()
        await accept_waiting(sockets or ())
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not touch the signals."""
        yield

    async def serve_until_told(self) -> None:
        """Serve until `should_exit`; a port that cannot be opened ends it at once, and the log says why."""
        host, port = self.config.host, self.config.port
        try:
            sockets = listen(host, port)
        except OSError as error:
            self.refused = (
                f"port {port} of {host or 'all addresses'} cannot be opened ({error}): free it, or set another"
            )
            log.error("port cannot be opened", extra={"host": host, "port": port, "cause": self.refused})
            return
        with contextlib.suppress(SystemExit):
            await self.serve(sockets)
