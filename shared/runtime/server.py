"""uvicorn, but the process decides when to stop."""

import contextlib
from collections.abc import Iterator

import uvicorn


class Server(uvicorn.Server):
    """Leaves SIGTERM and SIGINT to the process, which drains in its own order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do not touch the signals."""
        yield

    async def serve_until_told(self) -> None:
        """Serve until `should_exit`; a port that is taken ends it at once (uvicorn has logged why)."""
        with contextlib.suppress(SystemExit):
            await self.serve()
