"""2: processes end by themselves between commit and produce, produce and mark, effects and offsets."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from shared.contracts.topics import SERVICES
from shared.delivery.kafka.fail_points import EXIT_CODE, FailPoint
from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import all_ready, exit_code, process_of, rearm, relaunch
from tests.faults.load import Load
from tests.faults.scene import Scene

LATEST_PASS = 4
POLL_S = 0.1
PATIENCE_S = 1500.0


@dataclass(slots=True)
class Trap:
    """Arms services, each with the point that was reached least so far, and counts who ended where."""

    scene: Scene
    found: Findings
    wanted: int
    ended: Counter[FailPoint] = field(default_factory=Counter)
    _armed: dict[str, FailPoint] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Every point was reached often enough."""
        return all(self.ended[point] >= self.wanted for point in FailPoint)

    async def set(self, name: str) -> None:
        """Start a service armed, as long as there is need: two wait at each point that has to be reached once more."""
        out = self.ended + Counter(self._armed.values())
        point = min(FailPoint, key=lambda one: (out[one], self.scene.random.random()))
        armed = ""
        if out[point] <= self.wanted:
            self._armed[name] = point
            armed = f"{point}:{self.scene.random.randint(1, LATEST_PASS)}"
        rearm(self.scene.line, name, FAIL_POINT=armed)
        await relaunch(self.scene.line, name)

    async def look(self) -> None:
        """Count who ended, and set them again."""
        for name in SERVICES:
            process = process_of(self.scene.line, name)
            if process.is_alive:
                continue
            code = await asyncio.to_thread(exit_code, process, 1.0)
            self.found.expect(code == EXIT_CODE and name in self._armed, f"{name} ended with {code}")
            if name in self._armed:
                self.ended[self._armed.pop(name)] += 1
            self.scene.say(", ".join(f"{point} {self.ended[point]}" for point in FailPoint) + f" of {self.wanted}")
            await self.set(name)

    async def disarm(self) -> None:
        """All services run again as they should."""
        for name in self._armed:
            rearm(self.scene.line, name, FAIL_POINT="")
            await asyncio.to_thread(self.scene.line.services.kill, name)
        await all_ready(self.scene.line)


async def fail_points(scene: Scene, found: Findings) -> None:
    """All five services are armed; who ended is armed anew and started again."""
    found.done = "end at a fail point under load"
    trap = Trap(scene, found, scene.times(100, least=1))
    for name in SERVICES:
        await asyncio.to_thread(scene.line.services.kill, name)
        await trap.set(name)
    async with Load(scene, found, patience_s=180.0):
        until = asyncio.get_running_loop().time() + PATIENCE_S * max(1.0, scene.scale)
        while not trap.done and asyncio.get_running_loop().time() < until:
            await trap.look()
            await asyncio.sleep(POLL_S)
        await trap.disarm()
    found.times = trap.ended.total()
    found.saw(", ".join(f"{point} {trap.ended[point]}" for point in FailPoint))
    found.expect(trap.done, f"each point was to be reached {trap.wanted} times")
    await scene.judge(found)


EXPERIMENT = Experiment(number=2, title="fail points", run=fail_points, limit_s=1800.0)
