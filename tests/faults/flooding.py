"""A caller without a pause: requests on many connections from an address of its own, in a process of its own.

`python -m tests.faults.flooding PORT TOKEN LANES` prints "refused" once every connection got its first 429. A line on
its input ends it; then it prints how often each status was answered.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.waiting import WITHIN_S

FROM = "127.0.0.2"
"""Another address of loopback, so that nobody else is counted with it."""
TOO_MANY = 429


@dataclass(slots=True)
class Flood:
    """What its process told."""

    statuses: Counter[int] = field(default_factory=Counter)
    hurried: int = 0
    """Refusals that did not say when to come back."""


@asynccontextmanager
async def flooded(port: int, token: str, lanes: int) -> AsyncIterator[Flood]:
    """While somebody floods a port: from the first refusal on, until the context ends."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.flooding", str(port), token, str(lanes),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout
    flood = Flood()
    try:
        async with asyncio.timeout(2 * WITHIN_S):
            await child.stdout.readline()
        yield flood
    finally:
        told, _ = await child.communicate(b"\n")
    found = json.loads(told)
    flood.statuses.update({int(status): number for status, number in found["statuses"].items()})
    flood.hurried = found["hurried"]


async def _lane(port: int, request: bytes, flood: Flood, refused: asyncio.Event) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(FROM, 0))
    while True:
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        status = int(head.split(b" ", 2)[1])
        await reader.readexactly(int(head.split(b"content-length: ")[1].split(b"\r\n")[0]))
        flood.statuses[status] += 1
        if status == TOO_MANY:
            flood.hurried += b"\r\nretry-after: " not in head
            refused.set()


async def _flood(port: int, token: str, lanes: int) -> Flood:
    """Reads and commands in turn, until something comes in."""
    flood = Flood()
    same = f"HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\nauthorization: Bearer {token}\r\n"
    read = f"GET /dossiers {same}\r\n".encode()
    command = f"POST /dossiers {same}idempotency-key: flooding\r\ncontent-length: 2\r\n\r\n{{}}".encode()
    refused = [asyncio.Event() for _ in range(lanes)]
    flooding = [
        asyncio.create_task(_lane(port, command if lane % 2 else read, flood, refused[lane])) for lane in range(lanes)
    ]
    await asyncio.wait_for(asyncio.gather(*(one.wait() for one in refused)), WITHIN_S)
    print("refused", flush=True)  # noqa: T201
    ended = asyncio.create_task(asyncio.to_thread(sys.stdin.readline))
    await asyncio.wait([ended, *flooding], return_when=asyncio.FIRST_COMPLETED)
    for one in flooding:
        one.cancel()
    await asyncio.gather(*flooding, return_exceptions=True)
    return flood


if __name__ == "__main__":
    done = asyncio.run(_flood(int(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
    print(json.dumps({"statuses": done.statuses, "hurried": done.hurried}))  # noqa: T201
