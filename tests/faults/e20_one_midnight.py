"""20: many listings end at one midnight."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import httpx

from deploy.oracle.quiescence import settle
from shared.calendar.paris import paris_day, paris_midnight
from shared.calendar.periods import anniversary
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.forging import forge_grants
from tests.faults.scene import Scene
from tests.faults.wire import everything

DONE_S = 300.0
SLOWER = 2.0
EVE = timedelta(minutes=-5)
PAUSE_S = 0.02


async def one_midnight(scene: Scene, found: Findings) -> None:
    """All end within five minutes, each exactly once; readers of the catalogue wait less than twice as long."""
    number = scene.times(20_000, least=200)
    found.done, found.times = "listing ends at one midnight", number
    today = paris_day(scene.now)
    ends_on = anniversary(today, 12)
    listings = [grant.listing for grant in await forge_grants(scene, number, today, ends_on)]
    found.expect(not await settle(scene.endpoints, within_s=120.0), "the listings were not published in time")
    scene.line.shift_clock(paris_midnight(ends_on) + EVE - datetime.now(UTC))
    await asyncio.sleep(0.5)
    found.expect(not await settle(scene.endpoints, within_s=scene.within(300.0)), "the reminders were not sent in time")
    found.expect(await _states(scene) == {"published": number}, f"on the eve {await _states(scene)}")

    normal = await _reading(scene, listings, asyncio.create_task(asyncio.sleep(3.0)))
    began = time.monotonic()
    scene.line.shift_clock(paris_midnight(ends_on) - datetime.now(UTC))
    busy = await _reading(scene, listings, asyncio.create_task(_ended(scene, number)))
    took = time.monotonic() - began
    states = await _states(scene)
    found.expect(states == {"expired": number} and (took < DONE_S or not scene.timed), f"after {took:.0f} s {states}")
    await settle(scene.endpoints, within_s=120.0)
    told = Counter(one.key for one in await everything(scene.line.bootstrap_servers) if _expired(one.headers))
    found.expect(len(told) == number and set(told.values()) == {1}, f"{len(told)} ends told, {told.most_common(1)}")
    slower = busy / normal
    found.expect(slower < SLOWER or scene.scale < 1, f"reads p99 {slower:.1f} times as long")
    found.saw(f"all ended and told once within {took:.1f} s, reads p99 {busy * 1000:.0f} ms ({slower:.1f} × normal)")


def _expired(headers: Sequence[tuple[str, bytes]]) -> bool:
    return b"ListingExpired" in dict(headers).get("ce_type", b"")


async def _states(scene: Scene) -> dict[str, int]:
    conn = await asyncpg.connect(scene.line.databases["catalogue"])
    try:
        return {
            row["state"]: row["n"] for row in await conn.fetch("SELECT state, count(*) AS n FROM listings GROUP BY 1")
        }
    finally:
        await conn.close()


async def _ended(scene: Scene, number: int) -> None:
    """Until nothing is published any more, at most as long as is allowed."""
    async with asyncio.timeout(scene.within(DONE_S)):
        while (await _states(scene)).get("expired", 0) < number:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.2)


async def _reading(scene: Scene, listings: Sequence[str], until: asyncio.Task[None]) -> float:
    """p99 of reads of single listings, one after the other until the task is done."""
    taken = []
    async with httpx.AsyncClient(base_url=scene.line.url("catalogue"), timeout=30, trust_env=False) as http:
        while not until.done():
            began = time.monotonic()
            answer = await http.get(f"/listings/{scene.random.choice(listings)}")
            taken.append(time.monotonic() - began)
            assert answer.is_success, answer.text
            await asyncio.sleep(PAUSE_S)
    await until
    return sorted(taken)[int(len(taken) * 0.99)]


EXPERIMENT = Experiment(number=20, title="one midnight", run=one_midnight, ground=Ground.OWN, limit_s=900.0)
