"""Very many deadlines due in the same second, on the real catalogue, while people read it."""

import asyncio
import random
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import asyncpg
import httpx

from benchmarks.decided import decide
from benchmarks.figures import Figures
from benchmarks.ground import Ground
from benchmarks.multiplying import multiply
from benchmarks.real import real
from shared.calendar.paris import paris_day
from shared.contracts.topics import EVENTS
from shared.delivery.deadlines.scheduler import LONGEST_SLEEP_S
from shared.delivery.recovery.topic_reader import TopicReader

PAUSE_S = 0.01
AHEAD_S = LONGEST_SLEEP_S + 15
"""Rows that come in by the back door are seen when the scheduler looks next."""
FIRED_S = 1800.0
LEFT = "SELECT count(*) FROM deadlines WHERE kind = 'expire_listing'"


def deadlines(ground: Ground, number: int) -> Figures:
    """All listings end in the same second; how long readers wait meanwhile, and whether each ended once."""
    with real(ground, ("catalogue",)) as services:
        return asyncio.run(_ending(ground, services.url("catalogue"), number))


async def _ending(ground: Ground, url: str, number: int) -> Figures:
    dsn = ground.stack.owner_url("catalogue")
    await decide(ground.bootstrap_servers, 1, paris_day(datetime.now(UTC)), way=False)
    conn = await asyncpg.connect(dsn)
    try:
        await _until(conn, "SELECT 1 - count(*) FROM listings")
        await multiply(dsn, ("listings", "deadlines"), number)
        due = datetime.now(UTC) + timedelta(seconds=AHEAD_S)
        await conn.execute("UPDATE deadlines SET due_at = $1 WHERE kind = 'expire_listing'", due)
        await conn.execute("VACUUM ANALYZE")
        listings = [row["id"] for row in await conn.fetch("SELECT id::text FROM listings LIMIT 1000")]
        normal = await _reading(url, listings, asyncio.create_task(asyncio.sleep(10.0)))
        await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
        began = time.monotonic()
        busy = await _reading(url, listings, asyncio.create_task(_until(conn, LEFT)))
        took = time.monotonic() - began
        await _until(conn, "SELECT count(*) FROM outbox")
        ended = await conn.fetchval("SELECT count(*) FROM listings WHERE state = 'expired'")
    finally:
        await conn.close()
    told = await _told(ground.bootstrap_servers)
    once = sum(1 for times in told.values() if times == 1)
    return {
        "due": number,
        "ended": ended,
        "told_once": once,
        "fired_per_s": number / took,
        "normal_p99_ms": 1000 * normal,
        "busy_p99_ms": 1000 * busy,
        "times_normal": busy / normal,
    }


async def _until(conn: asyncpg.Connection, left: str) -> None:
    """Until a query says 0."""
    async with asyncio.timeout(FIRED_S):
        while await conn.fetchval(left):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.5)


async def _reading(url: str, listings: list[str], until: asyncio.Task[None]) -> float:
    """p99 in seconds of reads of single listings, one after the other, until the task is done."""
    taken = []
    async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False) as http:
        while not until.done():
            began = time.perf_counter()
            answer = await http.get(f"/listings/{random.choice(listings)}")
            taken.append(time.perf_counter() - began)
            answer.raise_for_status()
            await asyncio.sleep(PAUSE_S)
    await until
    return sorted(taken)[int(len(taken) * 0.99)]


async def _told(bootstrap_servers: str) -> Counter[bytes]:
    """How often each listing's end was told."""
    told = Counter[bytes]()
    async with TopicReader(bootstrap_servers, [EVENTS["catalogue"]]) as reader:
        async for records in reader.upto(await reader.ends()):
            told.update(one.key for one in records if b"ListingExpired" in dict(one.headers)["ce_type"])
    return told
