"""8: second replicas come and go while dossiers flow: each time the partitions are dealt anew."""

import asyncio

from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import Replica, heard
from tests.faults.load import Load
from tests.faults.scene import Scene

SERVICES = ("evaluation", "decision", "intake")
MOST_AGAIN = 0.01


async def rebalances(scene: Scene, found: Findings) -> None:
    """At most 1 % of the messages come again: what is in hand is finished before partitions go."""
    found.done = "replica started or stopped under load"
    heard_in_all = again = 0
    async with Load(scene, found):
        before = {name: await heard(scene.line.services.internal_url(name), name) for name in SERVICES}
        for round_ in range(scene.times(8, least=1)):
            service = SERVICES[round_ % len(SERVICES)]
            replica = Replica(scene.line, service, {"KAFKA_INSTANCE": ""})
            try:
                await asyncio.to_thread(replica.start)
                await asyncio.sleep(scene.random.uniform(0.5, 3.0))
                performed, repeated = await heard(replica.internal_url, service)
                heard_in_all, again = heard_in_all + performed + repeated, again + repeated
            finally:
                await asyncio.to_thread(replica.stop)
            await asyncio.sleep(scene.random.uniform(0.5, 1.5))
            found.times += 2
            scene.say(f"{found.times} rebalances")
    for name in SERVICES:
        performed, repeated = await heard(scene.line.services.internal_url(name), name)
        heard_in_all += performed + repeated - sum(before[name])
        again += repeated - before[name][1]
    found.expect(again <= max(MOST_AGAIN * heard_in_all, 1), f"{again} of {heard_in_all} messages came again")
    found.saw(f"{again} of {heard_in_all} messages came again")
    await scene.judge(found)


EXPERIMENT = Experiment(number=8, title="rebalances", run=rebalances)
