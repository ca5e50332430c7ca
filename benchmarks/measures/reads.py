"""What reads and commands cost in CPU: the real catalogue and intake beside the least and the usual, in turn."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import count
from statistics import median
from urllib.parse import urlsplit

import asyncpg

from benchmarks.asking import Request, ask, getting
from benchmarks.contenders.contender import end
from benchmarks.cost import Meter
from benchmarks.decided import decide
from benchmarks.figures import Figures, Measured
from benchmarks.ground import Ground
from benchmarks.multiplying import multiply
from benchmarks.real import PLACE, pids, real
from deploy.local.ports import LOOPBACK, free_port
from services.intake.application.examples import PRIOR_REQUEST
from shared.calendar.paris import paris_day
from shared.identity.actor import Role
from shared.identity.local_issuer import LocalIssuer

LISTINGS = 1_000
TURNS = 3
WARM = 300
WORD = "a"
Asked = tuple[str, int, Request, int]
"""Where, which process works, what is asked, how often."""


def reads(ground: Ground, times: int) -> Measured:
    """CPU milliseconds of service and PostgreSQL for each kind of request; medians of turns."""
    with real(ground, ("catalogue", "intake")) as services:
        dsn = ground.stack.database_url("catalogue")
        ids = asyncio.run(_filled(ground, ground.stack.owner_url("catalogue")))
        catalogue, intake = services.url("catalogue"), services.url("intake")
        with _floor("bare_reads", dsn) as bare, _floor("usual_reads", dsn) as usual:
            asked = {
                **_of_the_catalogue(
                    ids, times, {"ours": (catalogue, pids()["catalogue"]), "bare": bare, "usual": usual}
                ),
                **_of_intake(intake, services.internal_url("intake"), pids()["intake"], times),
            }
            return {"reads": asyncio.run(_measured(asked, ground.servers["postgres"]))}


def _of_the_catalogue(ids: list[str], times: int, places: Mapping[str, tuple[str, int]]) -> dict[str, Asked]:
    one = getting(lambda number: f"/listings/{ids[number % len(ids)]}")
    kinds: dict[str, tuple[Request, int, tuple[str, ...]]] = {
        "one": (one, times, ("ours", "bare", "usual")),
        "list": (getting(lambda _: "/listings"), times // 4, ("ours", "bare", "usual")),
        "search": (getting(lambda _: f"/listings?q={WORD}"), times // 4, ("ours", "bare")),
        "list page": (getting(lambda _: "/"), times // 8, ("ours",)),
        "one page": (getting(lambda number: f"/services/{ids[number % len(ids)]}"), times // 4, ("ours",)),
    }
    return {
        f"{kind}, {who}": (*places[who], request, number)
        for kind, (request, number, asked) in kinds.items()
        for who in asked
    }


def _of_intake(url: str, internal: str, pid: int, times: int) -> dict[str, Asked]:
    issuer = LocalIssuer(PLACE / "issuer")
    token = {"Authorization": f"Bearer {issuer.token('bench', {Role.PUBLISHER}, 'bench')}"}
    run, body, keys = time.time_ns(), json.dumps(PRIOR_REQUEST).encode(), count()

    def filing(_: int) -> bytes:
        headers = {**token, "Idempotency-Key": f"{run}-{next(keys)}", "Content-Type": "application/json"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST /dossiers HTTP/1.1\r\nHost: bench\r\n{lines}Content-Length: {len(body)}\r\n\r\n".encode() + body

    dossier = json.loads(_post(url, filing(0)))["id"]
    return {
        "authenticated": (url, pid, getting(lambda _: f"/dossiers/{dossier}", token), times),
        "command": (url, pid, filing, times // 4),
        "livez": (internal, pid, getting(lambda _: "/livez"), times),
    }


async def _measured(asked: Mapping[str, Asked], postgres: list[int]) -> Figures:
    turns: dict[str, list[dict[str, float]]] = {kind: [] for kind in asked}
    for turn in range(TURNS + 1):  # the first one warms up
        for kind, (url, pid, request, times) in asked.items():
            number = times if turn else WARM
            meter = Meter({"service": [pid], "postgres": postgres})
            await ask(url, request, number)
            turns[kind].append(meter.per_dossier(number))
    figures: Figures = {}
    for kind, found in turns.items():
        figures[f"{kind}_cpu_ms"] = median(one["cpu_ms"] for one in found[1:])
        figures[f"{kind}_service_cpu_ms"] = median(one["service_cpu_ms"] for one in found[1:])
    return figures


async def _filled(ground: Ground, dsn: str) -> list[str]:
    """A catalogue of listings; their ids."""
    await decide(ground.bootstrap_servers, 1, paris_day(datetime.now(UTC)), way=False)
    conn = await asyncpg.connect(dsn)
    try:
        async with asyncio.timeout(60):
            while not await conn.fetchval("SELECT count(*) FROM listings"):  # noqa: ASYNC110
                await asyncio.sleep(0.2)  # nobody tells
        await multiply(dsn, ("listings",), LISTINGS)
        return [row["id"] for row in await conn.fetch("SELECT id::text FROM listings")]
    finally:
        await conn.close()


@contextmanager
def _floor(module: str, dsn: str) -> Iterator[tuple[str, int]]:
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", f"benchmarks.contenders.{module}", str(port), dsn])
    try:
        _until(lambda: _get(port))
        yield f"http://{LOOPBACK}:{port}", process.pid
    finally:
        end([process])


def _until(there: Callable[[], bool]) -> None:
    for _ in range(200):
        if there():
            return
        time.sleep(0.1)
    raise TimeoutError


def _get(port: int) -> bool:
    connection = HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/listings")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _post(url: str, request: bytes) -> bytes:
    async def sent() -> bytes:
        place = urlsplit(url)
        reader, writer = await asyncio.open_connection(place.hostname, place.port)
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        writer.close()
        return body

    return asyncio.run(sent())
