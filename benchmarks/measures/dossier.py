"""What a real dossier costs: from the prior request to the public catalogue, by the doors of all five services."""

import asyncio
import time

from benchmarks.cost import Meter
from benchmarks.counting import counts
from benchmarks.figures import Figures
from benchmarks.ground import Ground
from benchmarks.real import PLACE, pids, real
from deploy.demo.elsewhere import Elsewhere
from deploy.demo.walk import Walk
from shared.contracts.topics import SERVICES
from shared.identity.local_issuer import LocalIssuer

WARM = 16
SIDE_BY_SIDE = 8
PATIENCE_S = 60.0
IDLE_S = 10.0


def dossier(ground: Ground, dossiers: int) -> Figures:
    """CPU milliseconds per dossier of the services, PostgreSQL and Kafka, and what was done for it.

    The people who ask are not counted.
    """
    with real(ground, signed=True) as services:
        parts = {"services": pids().values(), **ground.servers}
        urls = {name: services.url(name) for name in SERVICES}
        walking = Walk(Elsewhere(urls, LocalIssuer(PLACE / "issuer")), SIDE_BY_SIDE, PATIENCE_S)
        asyncio.run(walking.run(WARM, 0))
        meter, began = Meter(parts), time.monotonic()
        asyncio.run(walking.run(WARM + dossiers, 0))
        cost, took = meter.per_dossier(dossiers), time.monotonic() - began
        done = counts(services.internal_url(name) for name in SERVICES)
        meter = Meter(parts)
        time.sleep(IDLE_S)
        idle = sum(meter.spent().values()) / IDLE_S
    if walking.astray:
        raise RuntimeError(f"not in the catalogue: {walking.astray[:3]}")
    each = {name: number / len(walking.journeys) for name, number in done.items()}
    above = cost["cpu_ms"] - 1000 * idle * took / dossiers
    return {**cost, "above_idle_ms": above, "dossiers_per_s": dossiers / took, **each}
