"""Which process a pid means: a pid alone is recycled, a pid with its start time is not."""

import json
import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

POLL = 0.01  # seconds
BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
STATE_FIELD, START_FIELD = 0, 19  # of /proc/PID/stat, counted after the command's closing bracket


def start_mark(pid: int) -> str | None:
    """When process `pid` started, as an opaque mark; None when it does not run (a zombie does not)."""
    if BOOT_ID.exists():
        return _mark_from_proc(pid)
    shown = subprocess.run(["ps", "-o", "state=,lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)  # noqa: S607
    state, _, started = shown.stdout.strip().partition(" ")
    return started.strip() if state and not state.startswith("Z") else None


def _mark_from_proc(pid: int) -> str | None:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
        boot = BOOT_ID.read_text().strip()
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[STATE_FIELD] in "ZX" else f"{boot}/{fields[START_FIELD]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One process, for good: `is_alive` stays false after its end even when the pid is given to another."""

    pid: int
    started: str
    ends_on: int = signal.SIGTERM  # the signal that asks it to end in good order
    grace: float = 15.0  # seconds it is given for that

    @classmethod
    def of(cls, pid: int) -> "Identity":
        """The identity of a process that runs now. A process that has ended already gets one that is never alive."""
        return cls(pid=pid, started=start_mark(pid) or "ended")

    @classmethod
    def read(cls, pid_file: Path) -> "Identity | None":
        """What a pid file says; None when there is none or it was half written."""
        try:
            return cls(**json.loads(pid_file.read_text()))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, pid_file: Path) -> None:
        """Record the identity, in one step."""
        pid_file.parent.mkdir(parents=True, exist_ok=True)
        draft = pid_file.with_suffix(".new")
        draft.write_text(json.dumps(asdict(self)))
        draft.replace(pid_file)

    @property
    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        return start_mark(self.pid) == self.started

    def send(self, number: int) -> None:
        """Send a signal to this process, and to no other that got its pid since."""
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def ends_within(self, seconds: float) -> bool:
        """Wait at most `seconds` for its end; says whether it came."""
        deadline = time.monotonic() + seconds
        while self.is_alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(POLL)
        return True
