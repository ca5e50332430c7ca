"""Away for an hour: how fast what came meanwhile is caught up with."""

import time

from benchmarks.contenders.chain import Chain
from benchmarks.figures import Figures

HOUR_S = 3600


async def backlog(chain: Chain, rate: int, seconds: int = HOUR_S) -> Figures:
    """All five are away while dossiers are filed at `rate` for so long; then they start. Their start counts."""
    await chain.prepare()
    laid = rate * seconds
    await chain.lay(laid)
    try:
        started = time.perf_counter()
        chain.launch()
        await chain.work_off()
        took = time.perf_counter() - started
        await chain.check()
    finally:
        chain.stop()
    drained = laid / took
    return {"dossiers": laid, "steady_per_s": rate, "drained_per_s": drained, "times_steady": drained / rate}
