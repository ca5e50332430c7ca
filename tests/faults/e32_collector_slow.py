"""32: every trace is exported, to a collector that is silent, or to none at all."""

import asyncio
import statistics

from tests.faults.experiment import Experiment, Findings
from tests.faults.filer import Filer
from tests.faults.hands import memory_mb, process_of, rearm
from tests.faults.scene import Scene
from tests.telemetry.collector import a_collector

NOWHERE = "http://127.0.0.1:9"
ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT"
SLOWER, GROWTH_MB = 1.3, 30.0
"""Medians of interleaved rounds on a machine that others use; half of the spans that fit the queue are 2 MB."""


async def collector_slow(scene: Scene, found: Findings) -> None:
    """Requests take as long as without tracing, memory stays bounded."""
    found.done = "round of requests with the collector absent, silent or away"
    medians: dict[str, list[float]] = {"none": [], "silent": [], "away": []}
    growth: dict[str, float] = {}
    with a_collector(answers=None) as collector:
        where = {"none": "", "silent": collector.environ[ENDPOINT], "away": NOWHERE}
        for _ in range(scene.times(3, least=1)):
            for name, endpoint in where.items():
                await _export_to(scene, endpoint)
                median, grown = await _round(scene)
                medians[name].append(median)
                growth[name] = max(growth.get(name, 0.0), grown)
                found.times += 1
                scene.say(f"{name}: median {median * 1000:.1f} ms, {grown:+.0f} MB")
        await _export_to(scene, "")
    base = statistics.median(medians["none"])
    for name in ("silent", "away"):
        ratio = statistics.median(medians[name]) / base
        found.expect(
            ratio < SLOWER or scene.scale < 1,
            f"collector {name}: requests take {ratio:.2f} times as long",
        )
        found.expect(growth[name] < GROWTH_MB or not scene.timed, f"collector {name}: {growth[name]:.0f} MB more")
        found.saw(f"collector {name}: median {ratio:.2f} of that without, memory {growth[name]:+.0f} MB")
    await scene.judge(found)


async def _export_to(scene: Scene, endpoint: str) -> None:
    """Start intake again with this collector, unless it has it already."""
    if scene.line.services.settings["intake"].get(ENDPOINT, "") != endpoint:
        rearm(scene.line, "intake", **{ENDPOINT: endpoint})
        await asyncio.to_thread(scene.line.services.restart, "intake")


async def _round(scene: Scene) -> tuple[float, float]:
    """Median seconds of a request, and how much memory grew after the first ones."""
    async with Filer(scene, lanes=1, pause_s=0.0):
        await asyncio.sleep(1.0)
    pid = process_of(scene.line, "intake").pid
    assert pid
    before = memory_mb(pid)
    filer = Filer(scene, lanes=1, pause_s=0.0)
    async with filer:
        await asyncio.sleep(max(2.0, 10.0 * scene.scale))
    return filer.quantile(0.5), memory_mb(pid) - before


EXPERIMENT = Experiment(number=32, title="collector silent or away", run=collector_slow)
