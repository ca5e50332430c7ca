"""18: records are removed from a topic before a service has read them; and a topic ends before where it had read to."""

import asyncio
import json

import asyncpg
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from shared.contracts.topics import EVENTS
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.hands import all_ready, relaunch
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.faults.wire import everything, members, producing, put_again, rewind
from tests.waiting import WITHIN_S

SERVICE, TOPIC = "evaluation", EVENTS["intake"]
NOTICED_S = 30.0


async def out_of_range(scene: Scene, found: Findings) -> None:
    """Each lost range is logged, counted, and parked as a notice that names it; the rest of the topic is read."""
    found.done = "partition cut below or above the committed offset"
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    await scene.judge(found)
    filled = await _ends(scene)
    await _stopped(scene)
    async with producing(scene.line.bootstrap_servers) as producer:  # read by all others, not by this service
        await put_again(producer, [one for one in await everything(scene.line.bootstrap_servers) if one.topic == TOPIC])
    low, high = list(filled)[: len(filled) // 2], list(filled)[len(filled) // 2 :]
    await _remove(scene, {part: filled[part] + 2 for part in low})
    await rewind(scene.line.bootstrap_servers, SERVICE, filled | {part: filled[part] + 10_000 for part in high})
    await relaunch(scene.line, SERVICE)
    wanted = {(part.partition, filled[part] + (10_000 if part in high else 0)) for part in filled}
    told = await _told(scene, len(wanted))
    found.times = len(wanted)
    found.expect(told == wanted, f"parked notices name {sorted(told)}, cut were {sorted(wanted)}")
    logged = _logged(scene)
    found.expect(logged >= len(wanted), f"{logged} errors in the log")
    await all_ready(scene.line)
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    found.saw(f"{len(told)} notices parked with their offsets, {logged} errors logged; dossiers flow on")


async def _stopped(scene: Scene) -> None:
    await asyncio.to_thread(scene.line.services.stop, SERVICE)
    async with asyncio.timeout(WITHIN_S):
        while await members(scene.line.bootstrap_servers, SERVICE):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.5)


async def _ends(scene: Scene) -> dict[TopicPartition, int]:
    """The end of each partition that holds anything."""
    ends: dict[TopicPartition, int] = {}
    for one in await everything(scene.line.bootstrap_servers):
        if one.topic == TOPIC:
            ends[TopicPartition(TOPIC, one.partition)] = one.offset + 1
    return dict(sorted(ends.items()))


async def _remove(scene: Scene, before: dict[TopicPartition, int]) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=scene.line.bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_records({part: RecordsToDelete(before_offset=offset) for part, offset in before.items()})
    finally:
        await admin.close()


async def _told(scene: Scene, wanted: int) -> set[tuple[int, int]]:
    """Partition and offset of each notice, as soon as there are as many as wanted."""
    conn = await asyncpg.connect(scene.line.databases[SERVICE])
    told: set[tuple[int, int]] = set()
    until = asyncio.get_running_loop().time() + scene.within(NOTICED_S)
    try:
        while len(told) < wanted and asyncio.get_running_loop().time() < until:
            rows = await conn.fetch("SELECT partition, position FROM parked WHERE reason = 'records_gone'")
            told = {(row["partition"], row["position"]) for row in rows}
            await asyncio.sleep(0.2)
        return told
    finally:
        await conn.close()


def _logged(scene: Scene) -> int:
    lines = scene.line.services.log(SERVICE).read_text().splitlines()
    return sum(json.loads(line)["message"].startswith("records are gone") for line in lines if line.startswith("{"))


EXPERIMENT = Experiment(number=18, title="offset out of range", run=out_of_range, ground=Ground.OWN)
