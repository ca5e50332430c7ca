"""Servers on loopback that are there and refuse: a PostgreSQL by an SQLSTATE, a broker by its answer to a password."""

import asyncio
import contextlib
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

SSL_REQUEST = 80877103
API_VERSIONS, HANDSHAKE, AUTHENTICATE = 18, 17, 36
AUTHENTICATION_FAILED, UNSUPPORTED_MECHANISM = 58, 33

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def refusing_database(sqlstate: str, message: str) -> AsyncIterator[int]:
    """The port of a PostgreSQL that has this against whoever comes."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            size, code = struct.unpack("!ii", await reader.readexactly(8))
            await reader.readexactly(size - 8)
            if code != SSL_REQUEST:
                break
            writer.write(b"N")
        fields = f"SFATAL\0C{sqlstate}\0M{message}\0\0".encode()
        writer.write(b"E" + struct.pack("!i", len(fields) + 4) + fields)
        await writer.drain()

    async with _listening(answer) as port:
        yield port


@asynccontextmanager
async def refusing_broker(error: int, mechanism: str = "SCRAM-SHA-512") -> AsyncIterator[int]:
    """The port of a broker that knows one mechanism, and answers each password with this error."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            (size,) = struct.unpack("!i", await reader.readexactly(4))
            request = await reader.readexactly(size)
            kind, version, correlation = struct.unpack("!hhi", request[:8])
            body = struct.pack("!i", correlation) + _answers(error, mechanism)[kind](version)
            writer.write(struct.pack("!i", len(body)) + body)
            await writer.drain()

    async with _listening(answer) as port:
        yield port


def _answers(error: int, mechanism: str) -> dict[int, Callable[[int], bytes]]:
    known = mechanism.encode()
    refused = error if error == UNSUPPORTED_MECHANISM else 0
    versions = [(API_VERSIONS, 0, 0), (HANDSHAKE, 1, 1), (AUTHENTICATE, 0, 0), (3, 0, 5)]
    told = struct.pack("!hi", 0, len(versions)) + b"".join(struct.pack("!hhh", *one) for one in versions)
    return {
        API_VERSIONS: lambda version: told + (b"\0\0\0\0" if version else b""),
        HANDSHAKE: lambda _: struct.pack("!hih", refused, 1, len(known)) + known,
        AUTHENTICATE: lambda _: struct.pack("!hhi", error, -1, 0),
    }


@asynccontextmanager
async def _listening(answer: Answer) -> AsyncIterator[int]:
    async def answered(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, KeyError):
            await answer(reader, writer)
        writer.close()

    server = await asyncio.start_server(answered, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
