"""Where the time of the services goes: py-spy samples their stacks, native frames too, while they work."""

import asyncio
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from benchmarks.contenders.line import Line
from benchmarks.ground import ROOT, Ground
from benchmarks.measures.saturation import saturation

SETTLES_S = 3.0
SPY = Path("build/bench/venv/bin/py-spy")
RATE = 100
IDLE = ("epoll_pwait", "wait (threading.py")
"""Innermost frames of threads that wait."""
GROUPS = {
    "garbage collection": ("gc_collect_main",),
    "decode": ("shared/contracts/", "delivery/subscription", "delivery/consumer", "delivery/incoming"),
    "act": ("shared/acts/", "delivery/batch", "delivery/aggregates", "contenders/line_hop", "/domain/"),
    "encode": ("delivery/effects",),
    "journal": ("delivery/journal", "delivery/checkpoint", "delivery/merkle"),
    "relay": ("delivery/relay", "delivery/sender"),
    "shell": ("delivery/shell", "delivery/store", "delivery/scheduler"),
    "telemetry": ("shared/telemetry/", "opentelemetry/", "prometheus_client/", "requests/", "urllib3/"),
    "asyncpg": ("asyncpg/", "pgproto"),
    "aiokafka": ("aiokafka/", "faststream/", "crc32c", "_crecords"),
    "event loop": ("uvloop/", "asyncio/", "uvicorn/", "selectors.py"),
}
"""A sample belongs to the innermost frame that belongs to anybody: what a library does counts for who called it,
unless the library has a line of its own here."""


class Profile:
    """Samples of several processes."""

    def __init__(self, pids: Sequence[int], folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._files = [folder / f"{number}.folded" for number in range(len(pids))]
        self._spies = [
            subprocess.Popen(
                [SPY, "record", "--native", "--pid", str(pid), "-r", str(RATE), "-d", "3600", "-f", "raw", "-o", file],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for pid, file in zip(pids, self._files, strict=True)
        ]  # fmt: skip

    def stop(self) -> None:
        """No more samples."""
        for spy in self._spies:
            spy.send_signal(2)
        for spy in self._spies:
            spy.wait(30)

    def shares(self) -> dict[str, float]:
        """By group, its share of all samples."""
        return _shares((group_of(frames), count) for frames, count in self._samples())

    def functions(self, most: int) -> dict[str, float]:
        """The functions with most samples of their own, with their shares."""
        found = _shares((_owner(frames), count) for frames, count in self._samples())
        return dict(sorted(found.items(), key=lambda item: -item[1])[:most])

    def _samples(self) -> Iterator[tuple[list[str], int]]:
        for file in self._files:
            for line in file.read_text().splitlines():
                stack, count = line.rsplit(" ", 1)
                frames = stack.split(";")
                if not any(place in frame for frame in (frames[-1], _innermost(frames)) for place in IDLE):
                    yield frames, int(count)


def group_of(frames: Sequence[str]) -> str:
    """Whose sample this is; frames from the outermost in."""
    for frame in reversed(frames):
        for group, places in GROUPS.items():
            if any(place in frame for place in places):
                return group
    return "other"


def _owner(frames: Sequence[str]) -> str:
    """The innermost function of Python code, without the line."""
    return f"{_innermost(frames).rsplit(':', 1)[0]})"


def _innermost(frames: Sequence[str]) -> str:
    return next((frame for frame in reversed(frames) if ".py:" in frame or "<string>" in frame), frames[-1])


def _shares(counted: Iterable[tuple[str, int]]) -> dict[str, float]:
    found: Counter[str] = Counter()
    for name, count in counted:
        found[name] += count
    whole = sum(found.values()) or 1
    return {name: count / whole for name, count in found.most_common()}


async def profile_line(line: Line, ground: Ground, dossiers: int, most: int) -> dict[str, dict[str, float]]:
    """Milliseconds per dossier at saturation: by part, by kind of work, by function of the services."""
    await line.prepare()
    try:
        await line.start()
        spying = Profile(line.parts()["services"], ROOT / "profile")
        await asyncio.sleep(SETTLES_S)
        found = await saturation(line, ground, dossiers)
        spying.stop()
    finally:
        line.stop()
    services = found["services_cpu_ms"]
    return {
        "part": {part: found[f"{part}_cpu_ms"] for part in ("services", "postgres", "kafka")},
        "services, by kind of work": {group: services * share for group, share in spying.shares().items()},
        "services, by function": {name: services * share for name, share in spying.functions(most).items()},
    }
