"""What processes cost: CPU seconds and memory, from /proc."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
Parts = Mapping[str, Iterable[int]]
"""Pids by part: services, postgres, kafka."""


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of processes and of all their descendants, those that ended included."""
    return sum(_own(pid) for pid in _with_children(set(pids))) / TICKS


class Meter:
    """CPU by part since it was made."""

    def __init__(self, parts: Parts) -> None:
        self._parts = {part: list(pids) for part, pids in parts.items()}
        self._before = self._now()

    def spent(self) -> dict[str, float]:
        """Seconds by part."""
        return {part: now - self._before[part] for part, now in self._now().items()}

    def per_dossier(self, dossiers: int) -> dict[str, float]:
        """Milliseconds per dossier: in all, and by part."""
        spent = {f"{part}_cpu_ms": 1000 * seconds / dossiers for part, seconds in self.spent().items()}
        return {"cpu_ms": sum(spent.values()), **spent}

    def _now(self) -> dict[str, float]:
        return {part: cpu_seconds(pids) for part, pids in self._parts.items()}


def memory_mb(pid: int) -> float:
    """Proportional set size of one process, in MB: what it shares with others counts by its share."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def _own(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15]))  # user, system, and those of children that ended


def _with_children(pids: set[int]) -> set[int]:
    parents = {int(entry.name): _parent(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit()}
    found = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0
