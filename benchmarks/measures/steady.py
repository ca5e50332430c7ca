"""At the rates that people live at: how long a dossier takes, and what it costs."""

import statistics

from benchmarks.contenders.contender import Contender
from benchmarks.cost import Meter
from benchmarks.figures import Figures


async def steady(contender: Contender, rate: int, seconds: int) -> Figures:
    """Dossiers at an even rate, from filing to behind the last step."""
    meter = Meter(contender.parts())
    taken = sorted(await contender.pace(rate, seconds))
    cost = meter.per_dossier(rate * seconds)
    return {"p50_ms": 1000 * statistics.median(taken), "p99_ms": 1000 * taken[int(len(taken) * 0.99)], **cost}
