"""The machine, or the container, that a process runs in: room, open files, memory, processor."""

import gc
import os
import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir
from typing import NamedTuple

MB = 1024 * 1024
LEAST_FILES = 1024
LEAST_MEMORY_MB, ENOUGH_MEMORY_MB = 160, 256
LEAST_DISK_MB = 100
LEAST_CPU = 0.25
CGROUPS = Path("/sys/fs/cgroup")
NO_LIMIT_MB = 2**40
"""cgroups of version 1 tell a limit that nobody set as a very large one."""


class Limit(NamedTuple):
    """What there is too little of, and what to do."""

    what: str
    told: str
    runs: bool
    """Whether a process runs all the same."""


def limits(cgroups: Path = CGROUPS) -> Iterator[Limit]:
    """What is too small here for one process of a service; nothing: it has enough."""
    yield from _disk()
    yield from _files()
    yield from _memory(cgroups)
    yield from _processor(cgroups)


def _disk() -> Iterator[Limit]:
    for folder in sorted({_temporary(), "."}):
        free = shutil.disk_usage(folder).free / MB
        if free < LEAST_DISK_MB and os.access(folder, os.W_OK):
            yield Limit("disk", f"of {folder} is full ({free:.0f} MB left): free some", runs=False)


def _temporary() -> str:
    """Where temporary files go; a container with a root that is read-only may have no such place, and need none."""
    try:
        return gettempdir()
    except FileNotFoundError:
        return "."


def _files() -> Iterator[Limit]:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit < LEAST_FILES:
        yield Limit("open files", f"are limited to {limit}: allow {LEAST_FILES} (ulimit -n)", runs=False)


def _memory(cgroups: Path) -> Iterator[Limit]:
    limit = _read(cgroups / "memory.max") or _read(cgroups / "memory" / "memory.limit_in_bytes")
    megabytes = int(limit) / MB if limit and limit != "max" else NO_LIMIT_MB
    if megabytes < LEAST_MEMORY_MB:
        told = f"is limited to {megabytes:.0f} MB: a process needs {LEAST_MEMORY_MB} to start"
        yield Limit("memory", told, runs=False)
    elif megabytes < ENOUGH_MEMORY_MB:
        told = f"is limited to {megabytes:.0f} MB: give {ENOUGH_MEMORY_MB}, a batch takes some"
        yield Limit("memory", told, runs=True)


def _processor(cgroups: Path) -> Iterator[Limit]:
    quota, period = _share(cgroups)
    if 0 < quota < LEAST_CPU * period:
        told = f"is limited to {quota / period:.2f}: start-up takes long, give {LEAST_CPU} or more"
        yield Limit("processor", told, runs=True)


def _share(cgroups: Path) -> tuple[int, int]:
    """Microseconds of processor in each period of so many; none or fewer: no limit."""
    if told := _read(cgroups / "cpu.max"):
        quota, period = told.split()
        return (0 if quota == "max" else int(quota)), int(period)
    quota, period = (_read(cgroups / "cpu" / f"cpu.cfs_{one}_us") or "0" for one in ("quota", "period"))
    return int(quota), int(period)


def _read(file: Path) -> str | None:
    try:
        return file.read_text().strip()
    except OSError:
        return None


def collect_garbage_seldom() -> None:
    """Batches make tens of thousands of objects that live until their end and hold no cycles: looking through them
    after every 700, and now and then through all modules, costs several percent and finds nothing."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
