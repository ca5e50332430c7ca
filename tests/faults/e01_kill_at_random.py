"""1: a random service dies by kill -9, again and again, while dossiers flow; it is started again at once."""

import asyncio
from collections import Counter

from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import all_ready, relaunch
from tests.faults.load import Load
from tests.faults.scene import Scene


async def kill_at_random(scene: Scene, found: Findings) -> None:
    """Kill, start without waiting, pause 0.5 to 3 s, again."""
    kills: Counter[str] = Counter()
    found.done = "kill -9 of a random service under load"
    async with Load(scene, found):
        for _ in range(scene.times(40, least=2)):
            await asyncio.sleep(scene.random.uniform(0.5, 3.0))
            name = scene.random.choice(SERVICES)
            await asyncio.to_thread(scene.line.services.kill, name)
            await relaunch(scene.line, name)
            kills[name] += 1
            found.times += 1
            scene.say(f"{found.times} kills")
        await all_ready(scene.line)
    found.saw(" ".join(f"{name} {count}" for name, count in sorted(kills.items())))
    await scene.judge(found)


EXPERIMENT = Experiment(number=1, title="kill -9 at random", run=kill_at_random)
