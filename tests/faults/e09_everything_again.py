"""9: every record three times while services run; then all topics from 0."""

import asyncio

from deploy.oracle.quiescence import settle
from shared.contracts.topics import SERVICES
from tests.faults.experiment import Experiment, Findings
from tests.faults.hands import all_ready, heard
from tests.faults.load import Load
from tests.faults.scene import Scene
from tests.faults.wire import everything, fingerprint, members, producing, put_again, rewind
from tests.waiting import WITHIN_S


async def everything_again(scene: Scene, found: Findings) -> None:
    """States, versions and journals stay byte for byte what they were."""
    found.done = "record delivered again"
    async with Load(scene, found):
        await asyncio.sleep(max(1.0, 20.0 * scene.scale))
    await settle(scene.endpoints)
    before = await fingerprint(scene.line.databases)

    records = await everything(scene.line.bootstrap_servers)
    async with producing(scene.line.bootstrap_servers) as producer:
        for _ in range(2):
            found.times += await put_again(producer, records)
    await _unchanged(scene, found, before, "after every record three times")

    await asyncio.to_thread(scene.line.services.stop, *SERVICES)
    for name in SERVICES:
        await _leave(scene, name)
        await rewind(scene.line.bootstrap_servers, name)
    await all_ready(scene.line)
    await _unchanged(scene, found, before, "after a replay from 0")
    for name in SERVICES:
        performed, repeated = await heard(scene.line.services.internal_url(name), name)
        found.times += performed + repeated
        found.expect(performed == 0, f"{name} performed {performed} messages anew")
    found.saw(f"{len(records)} records three times, then {len(records) * 3} from 0: states byte-identical")
    await scene.judge(found)


async def _leave(scene: Scene, name: str) -> None:
    """Static members stay in their group until the session ends; offsets can be set when it is empty."""
    async with asyncio.timeout(WITHIN_S):
        while await members(scene.line.bootstrap_servers, name):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.5)


async def _unchanged(scene: Scene, found: Findings, before: dict[str, str], when: str) -> None:
    unsettled = await settle(scene.endpoints)
    found.expect(not unsettled, f"{when}: {unsettled}")
    now = await fingerprint(scene.line.databases)
    changed = [name for name in SERVICES if now[name] != before[name]]
    found.expect(not changed, f"{when} the states of {changed} are others")


EXPERIMENT = Experiment(number=9, title="everything again", run=everything_again)
