"""5: of three brokers one dies by kill -9, again and again; then all are away while requests come in."""

import asyncio
import time

from deploy.local.kafka import Kafka
from deploy.oracle.quiescence import settle
from tests.faults.experiment import Experiment, Findings, Ground
from tests.faults.filer import Filer
from tests.faults.load import Load
from tests.faults.scene import Scene

BROKERS = 3
AWAY_S = 20.0
CATCHES_UP_S = 60.0


async def brokers(scene: Scene, found: Findings) -> None:
    """One at a time, leaders among them: the line goes on. All: intake accepts all the same, and catches up."""
    kafka = scene.line.stack.kafka
    assert kafka is not None
    found.done = "kill -9 of a broker, once of all three"
    async with Load(scene, found, patience_s=180.0):
        for _ in range(scene.times(6, least=1)):
            await asyncio.sleep(scene.random.uniform(0.5, 2.0))
            number = scene.random.randint(1, BROKERS)
            await asyncio.to_thread(kafka.kill, number)
            await asyncio.sleep(scene.random.uniform(1.0, 5.0))
            await asyncio.to_thread(kafka.start, number)
            found.times += 1
            scene.say(f"broker {number} killed and back")
    await _all_away(scene, found, kafka)
    await scene.judge(found)


async def _all_away(scene: Scene, found: Findings, kafka: Kafka) -> None:
    filer = Filer(scene, lanes=4, pause_s=0.02)
    for number in range(1, BROKERS + 1):
        await asyncio.to_thread(kafka.kill, number)
    async with filer:
        await asyncio.sleep(max(5.0, AWAY_S * scene.scale))
    found.expect(set(filer.statuses) == {201}, f"without brokers intake answered {filer.statuses}")
    await asyncio.to_thread(kafka.launch)
    await asyncio.to_thread(kafka.wait)
    began = time.monotonic()
    unsettled = await settle(scene.endpoints, within_s=scene.within(CATCHES_UP_S * 2))
    took = time.monotonic() - began
    found.times += 1
    found.expect(not unsettled and (took < CATCHES_UP_S or not scene.timed), f"after {took:.0f} s still {unsettled}")
    found.saw(f"{filer.accepted} requests accepted without brokers, p99 {filer.quantile(0.99) * 1000:.0f} ms")
    found.saw(f"caught up {took:.1f} s after they were back")


EXPERIMENT = Experiment(number=5, title="brokers killed", run=brokers, ground=Ground.THREE_BROKERS, limit_s=420.0)
