"""Where the time of acts comes from: the system's clock, or a simulated one that all processes share."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Gives the current instant, aware, UTC."""

    def now(self) -> datetime: ...

    @property
    def steady(self) -> bool:
        """False: may jump, so nothing may sleep until a due date."""
        ...


class SystemClock:
    """The machine's clock."""

    steady = True

    def now(self) -> datetime:
        """Now, UTC."""
        return datetime.now(UTC)


class SimulatedClock:
    """The machine's clock shifted by the seconds that a small file holds; for demonstrations and tests only."""

    steady = False
    _REREAD_S = 0.1

    def __init__(self, path: Path) -> None:
        self._path = path
        self._shift = timedelta()
        self._read_at = -1.0

    def now(self) -> datetime:
        """Now, shifted; the file is read again at most ten times a second."""
        if time.monotonic() - self._read_at > self._REREAD_S:
            self._shift = timedelta(seconds=float(self._path.read_text() or 0)) if self._path.exists() else timedelta()
            self._read_at = time.monotonic()
        return datetime.now(UTC) + self._shift

    @staticmethod
    def shift(path: Path, by: timedelta) -> None:
        """Set the shift for every process that reads `path`, atomically."""
        temporary = path.with_suffix(".new")
        temporary.write_text(str(by.total_seconds()))
        os.replace(temporary, path)
