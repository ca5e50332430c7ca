"""One stack per directory: a lock that the system frees when its holder dies."""

import errno
import fcntl
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deploy.local.errors import LocalStartFailed
from deploy.local.state import FILE

WRITTEN = ("postgres", "kafka", "logs", FILE)  # what a stack writes under its root, beside pid files


@dataclass(slots=True)
class Claim:
    """Holds `root` for this process, from `take` to `release`."""

    root: Path
    _lock: IO[str] | None = None

    def take(self) -> None:
        """Create the directory and hold it; no change when held already.

        Raises LocalStartFailed when another process holds it.
        """
        if self._lock:
            return
        self.root.mkdir(parents=True, exist_ok=True)
        lock = (self.root / "lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.close()
            message = f"{self.root} is in use by a running stack: stop that one, or name another directory"
            raise LocalStartFailed(message) from error
        self._lock = lock

    def release(self) -> None:
        """Let others have the directory."""
        if self._lock:
            self._lock.close()
            self._lock = None

    def wipe(self) -> None:
        """Remove the data and logs of earlier runs. Raises LocalStartFailed when they are another account's."""
        for path in (self.root / name for name in WRITTEN):
            try:
                _remove(path)
            except OSError as error:
                message = f"{path} cannot be removed ({error.strerror}): remove it by hand, or name another directory"
                raise LocalStartFailed(message) from error


def _remove(path: Path, tries: int = 20) -> None:
    """Remove a file or directory, into which the children of a process that was just stopped may still write."""
    try:
        path.unlink() if path.is_file() else shutil.rmtree(path)
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno != errno.ENOTEMPTY or not tries:
            raise
        time.sleep(0.1)
        _remove(path, tries - 1)
