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
