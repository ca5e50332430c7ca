"""Where downloaded parts are kept between runs and shared by checkouts."""

import fcntl
import os
import pwd
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "referencement"


def cache_directory() -> Path:
    """REFERENCEMENT_CACHE, or the user's cache directory; a temporary one for a user who has no home to write to."""
    for candidate in _candidates():
        try:
            candidate.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(candidate, os.W_OK):
            return candidate
    return Path(tempfile.mkdtemp(prefix=NAME))


def _candidates() -> Iterator[Path]:
    chosen, shared, home = (os.environ.get(name) for name in ("REFERENCEMENT_CACHE", "XDG_CACHE_HOME", "HOME"))
    if chosen:
        yield Path(chosen).absolute()
    if shared and Path(shared).is_absolute():
        yield Path(shared) / NAME
    if home and Path(home).is_absolute():
        yield Path(home) / ".cache" / NAME
    with suppress(KeyError):  # containers run accounts that have no entry
        yield Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / NAME
    yield Path(tempfile.gettempdir()) / f"{NAME}-{os.getuid()}"


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Let one process at a time through; the system frees the lock when its holder dies."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
