"""The machine, or the container: room, files, memory, processor."""

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import gettempdir

from deploy.console.checks.finding import Finding, doubtful, ok, wrong

MB = 1024 * 1024
LEAST_FILES = 1024
LEAST_MEMORY_MB, ENOUGH_MEMORY_MB = 160, 256
LEAST_DISK_MB = 100
LEAST_CPU = 0.25
CGROUP = Path("/sys/fs/cgroup")


def check_machine(cgroup: Path = CGROUP) -> list[Finding]:
    """Whether one process of a service has enough here."""
    found = [*_disk(), *_files(), *_memory(cgroup), *_processor(cgroup)]
    return found or [ok("machine", "enough room, open files, memory and processor for one process")]


def _disk() -> Iterator[Finding]:
    for folder in {gettempdir(), "."}:
        free = shutil.disk_usage(folder).free / MB
        if free < LEAST_DISK_MB:
            yield wrong("disk", f"of {folder} is full ({free:.0f} MB left): free some")


def _files() -> Iterator[Finding]:
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if limit < LEAST_FILES:
        yield wrong("open files", f"are limited to {limit}: allow {LEAST_FILES} (ulimit -n)")


def _memory(cgroup: Path) -> Iterator[Finding]:
    limit = _read(cgroup / "memory.max")
    if limit is None or limit == "max":
        return
    megabytes = int(limit) / MB
    if megabytes < LEAST_MEMORY_MB:
        yield wrong("memory", f"is limited to {megabytes:.0f} MB: a process needs {LEAST_MEMORY_MB} to start")
    elif megabytes < ENOUGH_MEMORY_MB:
        yield doubtful("memory", f"is limited to {megabytes:.0f} MB: give {ENOUGH_MEMORY_MB}, a batch takes some")


def _processor(cgroup: Path) -> Iterator[Finding]:
    limit = _read(cgroup / "cpu.max")
    if limit is None or limit.startswith("max"):
        return
    quota, period = map(int, limit.split())
    if quota / period < LEAST_CPU:
        yield doubtful(
            "processor", f"is limited to {quota / period:.2f}: start-up takes long, give {LEAST_CPU} or more"
        )


def _read(file: Path) -> str | None:
    try:
        return file.read_text().strip()
    except OSError:
        return None
