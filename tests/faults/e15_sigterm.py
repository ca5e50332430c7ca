"""15: SIGTERM to each service in turn while dossiers flow; then a new start."""

import asyncio
import signal
import time
from itertools import cycle, islice

from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import Filer
from tests.faults.hands import exit_code, heard, process_of, relaunch, send
from tests.faults.load import Load
from tests.faults.scene import Scene

ENDS_S = 15.0


async def sigterm(scene: Scene, found: Findings) -> None:
    """Exit 0 within 15 s; clients see 503 or a closed door, no other 5xx; nothing comes again after the new start."""
    found.done = "SIGTERM under load, then a new start"
    filer, longest, again, heard_in_all = Filer(scene), 0.0, 0, 0
    async with Load(scene, found), filer:
        for name in islice(cycle(scene.random.sample(SERVICES, len(SERVICES))), scene.times(20, least=2)):
            await asyncio.sleep(scene.random.uniform(0.2, 1.0))
            process, began = process_of(scene.line, name), time.monotonic()
            send(process, signal.SIGTERM)
            code = await asyncio.to_thread(exit_code, process, scene.within(2 * ENDS_S))
            took = time.monotonic() - began
            longest = max(longest, took)
            found.expect(code == 0, f"{name} ended with {code}")
            found.expect(took < ENDS_S or not scene.timed, f"{name} took {took:.1f} s to end")
            await relaunch(scene.line, name)
            await asyncio.to_thread(scene.line.services.wait, name)
            await asyncio.sleep(1.0)
            performed, repeated = await heard(scene.line.services.internal_url(name), name)
            found.expect(repeated == 0, f"{name} was given {repeated} messages again after its new start")
            again, heard_in_all = again + repeated, heard_in_all + performed + repeated
            found.times += 1
            scene.say(f"{name} ended after {took:.1f} s")
    wrong = {status for status in filer.statuses if status not in {0, 201, 503}}
    found.expect(not wrong, f"answers {filer.statuses}")
    found.saw(f"longest end {longest:.1f} s, answers {filer.statuses} (0: no door)")
    found.saw(f"{again} of the first {heard_in_all} messages after a start came again")
    await scene.judge(found)


EXPERIMENT = Experiment(number=15, title="SIGTERM under load", run=sigterm)
