"""19: clocks jump, forward and back, over nights with a change of the hour, and from a 29 February."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import asyncpg

from deploy.oracle.quiescence import settle
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.forging import forge_grants
from tests.faults.load import Load
from tests.faults.scene import Scene

ONE_HOUR = timedelta(hours=1)
SMALL = 0.1
"""Below this size only what fires is looked at."""
FILED = "2028-02-29T09:00:00"
STEPS = (
    # instant UTC, reminders told, ends told: of each listing granted on 29 February 2028, which ends on 28 February
    ("2028-03-26T00:59:30", 0, 0),  # the hour before 02:00 becomes 03:00 in Paris
    ("2028-03-26T01:00:05", 0, 0),
    ("2028-10-29T00:30:00", 0, 0),  # 02:30 in Paris, for the first time
    ("2028-10-29T01:30:00", 0, 0),  # and again
    ("2028-10-30T22:59:30", 0, 0),  # 120 days before the end, in 30 s
    ("2028-10-30T23:00:01", 1, 0),
    ("2028-12-29T22:59:30", 1, 0),
    ("2028-12-29T23:00:01", 2, 0),
    ("2029-01-28T23:00:01", 3, 0),
    ("2029-02-20T23:00:01", 4, 0),
    ("2029-02-27T22:59:30", 4, 0),
    ("2029-02-27T23:00:01", 4, 1),
    ("2029-03-15T12:00:00", 4, 1),
)
STEPS_THAT_FIRE = [after for before, after in pairwise(STEPS) if before[1:] != after[1:]]
NIGHTS = (
    # grant's end, the last instant UTC at which it is listed (but for 30 s), the first at which it is not
    (date(2030, 3, 31), "2030-03-30T22:59:30", "2030-03-30T23:00:01"),
    (date(2030, 4, 1), "2030-03-31T21:59:30", "2030-03-31T22:00:01"),
    (date(2030, 10, 27), "2030-10-26T21:59:30", "2030-10-26T22:00:01"),
    (date(2030, 10, 28), "2030-10-27T22:59:30", "2030-10-27T23:00:01"),
)


async def clocks(scene: Scene, found: Findings) -> None:
    """Each timer fires once, none early, whatever the clock does."""
    found.done = "clock moved"
    await _at(scene, found, FILED)
    async with Load(scene, found) as load:
        await asyncio.sleep(1.0)
    listed = sum(one.rested == "published" for one in load.journeys)
    found.expect(listed > 0, "no listing")
    await _at(scene, found, FILED, -ONE_HOUR)
    for instant, reminders, ends in STEPS if scene.scale >= SMALL else STEPS_THAT_FIRE:
        await _at(scene, found, instant)
        await _told(scene, found, instant, listed, reminders, ends)
        await _at(scene, found, instant, -ONE_HOUR)
        await _told(scene, found, f"an hour before {instant} again", listed, reminders, ends)
    found.saw(f"{listed} listings of 29 February 2028: 4 reminders and an end on 28 February each, once, on the second")
    await scene.judge(found)
    nights = NIGHTS if scene.scale >= SMALL else NIGHTS[:1]
    for ends_on, last, first in nights:
        (grant,) = await forge_grants(scene, 1, ends_on - timedelta(days=365), ends_on)
        listing = grant.listing
        await _at(scene, found, last)
        found.expect(await _state(scene, listing) == "published", f"{listing} {await _state(scene, listing)} at {last}")
        await _at(scene, found, first)
        found.expect(await _state(scene, listing) == "expired", f"{listing} {await _state(scene, listing)} at {first}")
    found.saw(f"{len(nights)} ends around the nights of 31 March and 27 October 2030: on the second")


async def _at(scene: Scene, found: Findings, instant: str, and_then: timedelta = timedelta()) -> None:
    """Move the services' clock; wait until nothing is under way."""
    scene.line.shift_clock(datetime.fromisoformat(instant).replace(tzinfo=UTC) + and_then - datetime.now(UTC))
    await asyncio.sleep(0.5)
    unsettled = await settle(scene.endpoints, within_s=scene.within(25.0))
    found.expect(not unsettled, f"at {instant}: {unsettled}")
    found.times += 1
    scene.say(f"at {instant}{' and back' if and_then else ''}")


async def _told(scene: Scene, found: Findings, when: str, listed: int, reminders: int, ends: int) -> None:
    conn = await asyncpg.connect(scene.line.databases["catalogue"])
    try:
        events = await conn.fetch("SELECT events FROM journal WHERE outcome = 'performed'")
    finally:
        await conn.close()
    told = Counter(name for row in events for name in row["events"].split())
    seen = told["RenewalReminded"], told["ListingExpired"]
    wanted = listed * reminders, listed * ends
    found.expect(seen == wanted, f"at {when}: {seen[0]} reminders and {seen[1]} ends told, wanted {wanted}")


async def _state(scene: Scene, listing: str) -> str | None:
    conn = await asyncpg.connect(scene.line.databases["catalogue"])
    try:
        found: str | None = await conn.fetchval("SELECT state FROM listings WHERE id = $1::uuid", listing)
        return found
    finally:
        await conn.close()


EXPERIMENT = Experiment(number=19, title="clocks", run=clocks, ground=Ground.OWN)
