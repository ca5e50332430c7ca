"""uvicorn, but the process decides when to stop, and opens the sockets."""

import contextlib
import logging
from collections.abc import Iterator

import uvicorn

from shared.runtime.listening import listen

log = logging.getLogger(__name__)


class Server(uvicorn.Server):
    """Leaves SIGTERM and SIGINT to the process, which drains in its own order."""

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
            log.error("port cannot be opened", extra={"host": host, "port": port, "error": str(error)})
            return
        with contextlib.suppress(SystemExit):
            await self.serve(sockets)
