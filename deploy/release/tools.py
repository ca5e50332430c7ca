"""The tools of a release, each of which may be missing: what cannot be done then is said in one line."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Stopped(Exception):
    """The release cannot go on; the message says why."""


def have(tool: str) -> bool:
    """Whether a tool is on this machine."""
    return shutil.which(tool) is not None


def must(*words: str | Path) -> str:
    """The output of a command in the project's folder that has to succeed. Raises Stopped."""
    done = subprocess.run([str(word) for word in words], cwd=ROOT, text=True, capture_output=True, check=False)
    if done.returncode:
        raise Stopped(f"{' '.join(map(str, words[:3]))} …: {(done.stderr or done.stdout).strip()[-600:]}")
    return done.stdout.strip()


def engine() -> str:
    """Why no image can be built or looked into here; empty: one can."""
    if not have("docker"):
        return "docker is not here"
    done = subprocess.run(["docker", "info"], capture_output=True, check=False)  # noqa: S607  # wherever it is
    return "docker's engine does not answer" if done.returncode else ""
