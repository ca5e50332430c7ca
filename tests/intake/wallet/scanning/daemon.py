"""A stand-in for clamd: it speaks INSTREAM and says what the test wants, or misbehaves."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from services.intake.wallet.scanning.clamd import Clamd
from services.intake.wallet.scanning.eicar import EICAR
from tests.waiting import WITHIN_S


@dataclass
class Daemon:
    """What it heard, and how it behaves."""

    port: int = 0
    limit: int = 1_000_000
    says: str = ""
    """Empty: the truth about the EICAR test file."""
    silent: bool = False
    heard: list[bytes] = field(default_factory=list)

    def scanner(self, patience_s: float = WITHIN_S) -> Clamd:
        return Clamd("127.0.0.1", self.port, patience_s)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
            writer.write((await self.answer(reader)).encode() + b"\0")
            if self.silent:
                await reader.read()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def answer(self, reader: asyncio.StreamReader) -> str:
        content = b""
        while size := struct.unpack("!L", await reader.readexactly(4))[0]:
            content += await reader.readexactly(size)
            if len(content) > self.limit:
                return "INSTREAM size limit exceeded. ERROR"
        self.heard.append(content)
        if self.silent:
            await reader.read()
        return self.says or ("stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else "stream: OK")


@asynccontextmanager
async def daemon(**how: object) -> AsyncIterator[Daemon]:
    """A daemon that listens."""
    one = Daemon(**how)  # type: ignore[arg-type]
    server = await asyncio.start_server(one.serve, "127.0.0.1", 0)
    one.port = server.sockets[0].getsockname()[1]
    try:
        yield one
    finally:
        server.close()
        await server.wait_closed()
