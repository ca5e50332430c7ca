"""27: one caller floods a service; it alone is refused, and the others notice nothing."""

import asyncio
from urllib.parse import urlsplit

from deploy.local.line import NO_QUOTAS, Line
from shared.identity.actor import Role
from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import Filer
from tests.faults.flooding import TOO_MANY, flooded
from tests.faults.hands import memory_mb, process_of, rearm
from tests.faults.scene import Scene

FLOODER, ITS_ORGANISATION = "fault-flooder", "fault-flooding-organisation"
SECONDS, LANES = 30, 32
SLOWER = 2.0
"""How much longer the slowest hundredth of the others may take."""
MORE_MB = 30.0


async def flood(scene: Scene, found: Findings) -> None:
    """Others file before and during the flood; theirs are accepted as fast, and the process does not grow."""
    seconds = scene.times(SECONDS, least=1)
    await _with_quotas_of_a_service(scene.line)
    found.done = "request of one caller refused"
    pid = process_of(scene.line, "intake").pid
    assert pid
    async with Filer(scene) as before:
        await asyncio.sleep(seconds)
    memory = memory_mb(pid)
    token = scene.line.issuer.token(FLOODER, [Role.PUBLISHER], ITS_ORGANISATION)
    port = urlsplit(scene.line.url("intake")).port
    assert port
    async with flooded(port, token, LANES) as flooding, Filer(scene) as during:
        await asyncio.sleep(seconds)
    found.times = flooding.statuses[TOO_MANY]
    grown = memory_mb(pid) - memory
    found.expect(flooding.hurried == 0, f"{flooding.hurried} refusals without Retry-After")
    found.expect(set(flooding.statuses) <= {200, 422, TOO_MANY}, f"the flood was answered {flooding.statuses}")
    found.expect(set(during.statuses) == {201}, f"others were answered {during.statuses}")
    found.expect(grown < MORE_MB or not scene.timed, f"the process grew by {grown:.0f} MB")
    calm, flooded_ = before.quantile(0.99), during.quantile(0.99)
    if scene.timed:
        found.expect(flooded_ < SLOWER * calm, f"p99 of others {flooded_ * 1000:.0f} ms, before {calm * 1000:.0f} ms")
    found.saw(f"p99 of others {flooded_ / max(calm, 0.001):.1f} × ({calm * 1000:.0f} ms before)")
    found.saw(f"{sum(flooding.statuses.values()) / seconds:.0f} requests a second, memory {grown:+.0f} MB")
    await scene.judge(found)
    rearm(scene.line, "intake", **NO_QUOTAS)
    await asyncio.to_thread(scene.line.services.restart, "intake")


async def _with_quotas_of_a_service(line: Line) -> None:
    """Lines have none: intake starts again with those that every service has unless told otherwise."""
    own = {name: value for name, value in line.services.settings["intake"].items() if name not in NO_QUOTAS}
    line.services.settings = {**line.services.settings, "intake": own}
    await asyncio.to_thread(line.services.restart, "intake")


EXPERIMENT = Experiment(number=27, title="one caller floods", run=flood)
