"""Fetch jars by their Maven coordinates, in pure Python; `python -m deploy.local.maven` writes the lock anew."""

import hashlib
from pathlib import Path

import jgo
from jgo.maven import MavenContext

from deploy.local.jars import LOCK, ROOTS, Jar

TIMEOUT = 30  # seconds for one answer
HEADER = "# The class path of the embedded Kafka: sha256 and coordinates. Written by `make lock`.\n"


def fetch(jar: Jar, repository: Path) -> None:
    """Download one jar into a repository on disk. Raises what the network raises."""
    context = MavenContext(repo_cache=repository, timeout=TIMEOUT)
    group, artifact, version = jar.coordinates.split(":")
    context.project(group, artifact).at_version(version).artifact().resolve()


def lock_text() -> str:
    """The lock for the current roots, with all they need at run time."""
    artifacts = jgo.resolve("+".join(ROOTS))
    lines = [
        f"{hashlib.sha256(artifact.resolve().read_bytes()).hexdigest()}  "
        f"{artifact.groupId}:{artifact.artifactId}:{artifact.version}\n"
        for artifact in artifacts
    ]
    return HEADER + "".join(lines)


if __name__ == "__main__":
    LOCK.write_text(lock_text())
