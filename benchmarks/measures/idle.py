"""What a service costs that has nothing to do."""

import time
from statistics import mean

from benchmarks.cost import cpu_seconds, memory_mb
from benchmarks.figures import Figures
from benchmarks.ground import Ground
from benchmarks.real import pids, real

SETTLES_S = 10.0


def idle(ground: Ground, seconds: int) -> Figures:
    """The five services, started and left alone: memory (proportional set) and share of one core, each."""
    with real(ground):
        time.sleep(SETTLES_S)
        running = pids()
        before = cpu_seconds(running.values())
        time.sleep(seconds)
        spent = cpu_seconds(running.values()) - before
        memory = [memory_mb(pid) for pid in running.values()]
    return {
        "memory_mb": mean(memory),
        "largest_memory_mb": max(memory),
        "core_percent": 100 * spent / seconds / len(running),
    }
