"""7: one of two replicas is frozen (SIGSTOP) with partitions, locks and connections in its hands, and thawed later."""

import asyncio
import signal

from deploy.oracle.quiescence import settle
from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import Replica, heard, send
from tests.faults.load import Load
from tests.faults.scene import Scene

TAKES_OVER_S = 45.0
SERVICES = ("evaluation", "intake", "decision", "catalogue")


async def frozen(scene: Scene, found: Findings) -> None:
    """The other replica takes over while the first still stands there; thawed, it does no harm."""
    found.done = "SIGSTOP of a replica under load, SIGCONT when the other has taken over"
    for round_ in range(scene.times(4, least=1)):
        service = SERVICES[round_ % len(SERVICES)]
        replica = Replica(scene.line, service, {"KAFKA_INSTANCE": f"{service}-2"})
        await asyncio.to_thread(replica.start)
        try:
            async with Load(scene, found):
                await asyncio.sleep(scene.random.uniform(1.0, 3.0))
                send(replica.process, signal.SIGSTOP)
            took = await _settled(scene)
            found.expect(took is not None, f"{service} frozen: its share waits after {TAKES_OVER_S:.0f} s")
            send(replica.process, signal.SIGCONT)
            async with Load(scene, found):
                await asyncio.sleep(2.0)
            performed, repeated = await heard(replica.internal_url, service)
            found.saw(
                f"{service} at rest {took or TAKES_OVER_S:.0f} s after the load, thawed one {performed}+{repeated}"
            )
            found.times += 1
            scene.say(f"{service} frozen and thawed")
        finally:
            send(replica.process, signal.SIGCONT)
            await asyncio.to_thread(replica.stop)
    await scene.judge(found)


async def _settled(scene: Scene) -> float | None:
    began = asyncio.get_running_loop().time()
    unsettled = await settle(scene.endpoints, within_s=scene.within(TAKES_OVER_S))
    if unsettled:
        scene.say(f"still: {unsettled}")
        return None
    return asyncio.get_running_loop().time() - began


EXPERIMENT = Experiment(number=7, title="frozen consumer", run=frozen)
