"""12: the database is away while records and requests wait; that must neither park anything nor burn the processor."""

import asyncio

from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import all_ready, cpu_seconds, process_of
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.faults.wire import everything, producing, put_again

MOST_CPU = 0.05
SETTLES_S = 3.0


async def transient(scene: Scene, found: Findings) -> None:
    """Records arrive while the database is away: each service waits with its batch in hand, under 5 % of a core."""
    found.done = "second without database, records waiting"
    postgres = scene.line.stack.postgres
    assert postgres is not None
    async with Load(scene, found):
        await asyncio.sleep(2.0)
    records = await everything(scene.line.bootstrap_servers)
    await asyncio.to_thread(postgres.kill)
    async with producing(scene.line.bootstrap_servers) as producer:
        await put_again(producer, records)
    await asyncio.sleep(SETTLES_S)
    before = _used(scene)
    seconds = scene.times(30, least=4)
    await asyncio.sleep(seconds)
    shares = {name: (used - before[name]) / seconds for name, used in _used(scene).items()}
    found.times = seconds
    for name, share in shares.items():
        found.expect(share < MOST_CPU or not scene.timed, f"{name} used {share:.1%} of a core while it waited")
    found.saw(", ".join(f"{name} {share:.1%}" for name, share in shares.items()) + " of a core")
    await asyncio.to_thread(postgres.start)
    await all_ready(scene.line)
    await scene.judge(found)


def _used(scene: Scene) -> dict[str, float]:
    pids = {name: process_of(scene.line, name).pid for name in SERVICES}
    return {name: cpu_seconds(pid) for name, pid in pids.items() if pid}


EXPERIMENT = Experiment(number=12, title="database away for longer", run=transient)
