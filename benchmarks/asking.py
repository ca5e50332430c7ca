"""A client that costs little: prepared requests on open connections, answers read to their end and not looked at."""

import asyncio
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

CONNECTIONS = 4
LENGTH = b"content-length:"
Request = Callable[[int], bytes]
"""The n-th request, as it goes over the wire."""


def getting(path: Callable[[int], str], headers: Mapping[str, str] | None = None) -> Request:
    """GET requests."""
    more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return lambda number: f"GET {path(number)} HTTP/1.1\r\nHost: bench\r\n{more}\r\n".encode()


async def ask(url: str, request: Request, times: int) -> float:
    """So many requests over a few connections; seconds. An answer other than 2xx ends it."""
    place, numbers = urlsplit(url), iter(range(times))
    assert place.hostname and place.port
    began = time.perf_counter()
    await asyncio.gather(*(_connection(place.hostname, place.port, request, numbers) for _ in range(CONNECTIONS)))
    return time.perf_counter() - began


async def _connection(host: str, port: int, request: Request, numbers: "object") -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for number in numbers:  # type: ignore[attr-defined]  # shared by all connections
            writer.write(request(number))
            head = await reader.readuntil(b"\r\n\r\n")
            if head[9:10] != b"2":
                raise RuntimeError(head.decode())
            place = head.lower().index(LENGTH) + len(LENGTH)
            await reader.readexactly(int(head[place : head.index(b"\r\n", place)]))
    finally:
        writer.close()
