"""How fast, and at what cost, when there is always a next dossier."""

import time

from benchmarks.contenders.contender import Contender
from benchmarks.cost import Meter
from benchmarks.figures import Figures
from benchmarks.ground import Ground
from benchmarks.storage import wal_position


async def saturation(contender: Contender, ground: Ground, dossiers: int) -> Figures:
    """All dossiers wait before the first step; from there to behind the last. And what they left on disk."""
    stored = await contender.stored()
    await contender.lay(dossiers)
    wal = await wal_position(ground.databases[0])
    meter, started = Meter(contender.parts()), time.perf_counter()
    await contender.work_off()
    took = time.perf_counter() - started
    cost = meter.per_dossier(dossiers)
    await contender.check()
    written = await wal_position(ground.databases[0]) - wal
    places = {place: (size - stored.get(place, 0)) / dossiers for place, size in (await contender.stored()).items()}
    return {
        "dossiers_per_s": dossiers / took,
        **cost,
        "bytes": sum(places.values()),
        "wal_bytes": written / dossiers,
        **{f"bytes_{place}": size for place, size in places.items() if abs(size) >= 1},
    }
