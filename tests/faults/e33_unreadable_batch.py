"""33: batches that no client library can decode lie on partitions, while services run and as backlog."""

import asyncio
import time

import asyncpg

from deploy.oracle.collection import SERVICES_BY_NAME
from deploy.oracle.verdict import Fault, Kind
from shared.contracts.topics import EVENTS, TOPICS
from shared.delivery.shell.messages import Record
from tests.delivery.unreadable_batches import put_batch
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.hands import all_ready, relaunch
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.faults.wire import members
from tests.waiting import WITHIN_S

TOPIC = EVENTS["intake"]
PARTITIONS = next(one.partitions for one in TOPICS if one.name == TOPIC)
NOTICED_S = 60.0
Range = tuple[int, int]


async def unreadable_batch(scene: Scene, found: Findings) -> None:
    """Each range is parked once by each listener; every dossier of every partition goes through."""
    found.done = "unreadable batch"
    put: set[Range] = set()
    async with Load(scene, found):
        for _ in range(scene.times(20, least=1)):
            put.add(await _put(scene))
            await asyncio.sleep(0.5)
    stopped = sorted(_listeners())[0]
    await asyncio.to_thread(scene.line.services.stop, stopped)
    async with asyncio.timeout(WITHIN_S):
        while await members(scene.line.bootstrap_servers, stopped):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.5)
    put |= {await _put(scene), await _put(scene)}
    await relaunch(scene.line, stopped)
    await all_ready(scene.line)
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    found.times = len(put)
    for service in _listeners():
        told = await _told(scene, service, put)
        found.expect(told == put, f"{service} parked {sorted(told)}, put were {sorted(put)}")

    def excused(fault: Fault) -> bool:
        return fault.kind is Kind.PARKED or f"{TOPIC}/" in str(fault)

    await scene.judge(found, excused=excused)
    found.saw(f"{len(put)} ranges told by each of {len(_listeners())} listeners, all dossiers went through")


def _listeners() -> list[str]:
    return [name for name, service in SERVICES_BY_NAME.items() if TOPIC in service.subscriptions.topics]


async def _put(scene: Scene) -> Range:
    partition = scene.random.randrange(PARTITIONS)
    records = [Record(TOPIC, partition, 0, b"stranger", (), b"{}")]
    return partition, await put_batch(scene.line.bootstrap_servers, TOPIC, partition, records, 0)


async def _told(scene: Scene, service: str, wanted: set[Range]) -> set[Range]:
    """Partition and first offset of each notice, as soon as there are as many as wanted."""
    until = time.monotonic() + scene.within(NOTICED_S)
    conn = await asyncpg.connect(scene.line.databases[service])
    try:
        while True:
            rows = await conn.fetch("SELECT partition, position FROM parked WHERE reason = 'records_unreadable'")
            told = {(row["partition"], row["position"]) for row in rows}
            if len(told) >= len(wanted) or time.monotonic() > until:
                return told
            await asyncio.sleep(0.2)
    finally:
        await conn.close()


EXPERIMENT = Experiment(number=33, title="unreadable batch", run=unreadable_batch, ground=Ground.STRANGERS)
