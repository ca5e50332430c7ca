"""ClamAV's daemon as a scanner, by its INSTREAM command over TCP: pieces with their lengths, then one line back.

Written here: the protocol is the ten lines below, a package for it would be more to keep an eye on.
"""

import asyncio
import re
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import IO

from services.intake.wallet.scanning.scanner import Finding, Scan, ScannerUnavailable

PIECE = 64 * 1024
FOUND = re.compile(r"stream: (.+) FOUND")
LONGEST_NAME = 200


class Clamd:
    """One daemon. Its word must come within `patience_s` seconds."""

    def __init__(self, host: str, port: int, patience_s: float = 30.0) -> None:
        self.host, self.port, self.patience_s = host, port, patience_s

    async def scan(self, content: IO[bytes]) -> Scan:
        """The daemon's word. ScannerUnavailable: unreachable, slow, or it says something else."""
        try:
            async with asyncio.timeout(self.patience_s):
                return _understood(await self._answer(content))
        except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
            raise ScannerUnavailable(repr(error)) from error

    async def _answer(self, content: IO[bytes]) -> str:
        async with self._connected() as (reader, writer):
            answer = asyncio.create_task(reader.readuntil(b"\0"))
            try:
                # it may answer and hang up before it has heard all (its size limit): what it said first counts
                with suppress(ConnectionError):
                    await _send(writer, content, answer)
                return (await answer).rstrip(b"\0").decode(errors="replace").strip()
            finally:
                answer.cancel()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            yield reader, writer
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


async def _send(writer: asyncio.StreamWriter, content: IO[bytes], answer: asyncio.Task[bytes]) -> None:
    writer.write(b"zINSTREAM\0")
    while not answer.done() and (piece := await asyncio.to_thread(content.read, PIECE)):
        writer.write(struct.pack("!L", len(piece)) + piece)
        await writer.drain()
    if not answer.done():
        writer.write(struct.pack("!L", 0))
        await writer.drain()


def _understood(answer: str) -> Scan:
    if answer == "stream: OK":
        return Scan(Finding.CLEAN)
    if found := FOUND.fullmatch(answer):
        return Scan(Finding.INFECTED, found[1][:LONGEST_NAME])
    if "size limit exceeded" in answer:
        return Scan(Finding.UNSCANNABLE, "size limit exceeded")
    raise ScannerUnavailable(f"clamd says: {answer[:LONGEST_NAME]}")
