"""What is released: the version, the commit and its time, as everything that is built says them."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from deploy.release.tools import ROOT, must

LOCKS = ("deploy/image/requirements.lock", "deploy/image/build.lock")


@dataclass(frozen=True, slots=True)
class Source:
    """The tree that a release is made of."""

    version: str
    commit: str
    committed: int
    """When, in seconds: the time in all archives, so that the same commit makes the same bytes."""
    url: str = ""
    """Where the sources can be read; empty: nothing says it."""
    changed: bool = False
    """Whether files differ from the commit."""

    @property
    def created(self) -> str:
        """The commit's time as RFC 3339."""
        return datetime.fromtimestamp(self.committed, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def version() -> str:
    """The one that pyproject.toml says."""
    found: str = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    return found


def source(url: str = "") -> Source:
    """The tree as it stands. Raises Stopped outside a git checkout."""
    commit, committed = must("git", "show", "--no-patch", "--format=%H %ct", "HEAD").split()
    changed = bool(must("git", "status", "--porcelain", "--untracked-files=no"))
    return Source(version(), commit, int(committed), url.rstrip("/"), changed)


def locks() -> dict[str, str]:
    """sha256 of the files that pin what the image is built of."""
    return {name: sha256((ROOT / name).read_bytes()).hexdigest() for name in LOCKS}
