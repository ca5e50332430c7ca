"""What the image weighs, and on which base that was measured."""

import json
import re
from dataclasses import dataclass
from typing import Any

from deploy.trial.tools import DEPLOY, Failed, must, run

MB = 1_000_000
OFFICIAL_MB = 131
"""What the official base weighs unpacked, at most (deploy/image/README.md): reckoned, for where it cannot be pulled."""
BASE = re.compile(r"^ARG BASE=(\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Weight:
    """The image on the official base."""

    mb: float
    told: str
    """What was measured, what computed."""


def official_base() -> str:
    """The base that the Dockerfile names."""
    found = BASE.search((DEPLOY / "image" / "Dockerfile").read_text("utf-8"))
    if not found:
        raise Failed("deploy/image/Dockerfile names no base")
    return found[1]


def weigh(image: str) -> Weight:
    """By the engine where the base was pulled, else computed from what lies on top of a stand-in. Raises Failed."""
    return weight(_inspected(image), _inspected(base) if _known(base := official_base()) else None, base)


def weight(image: dict[str, Any], base: dict[str, Any] | None, name: str) -> Weight:
    """From what the engine says of the image and of the base. Raises Failed: the base is not that of the image."""
    whole, layers = image["Size"] / MB, image["RootFS"]["Layers"]
    if base is None or layers[: len(base["RootFS"]["Layers"])] != base["RootFS"]["Layers"]:
        raise Failed(f"{whole:.0f} MB on a base that is not here: docker pull {name}, build anew")
    if base["RepoDigests"]:
        return Weight(whole, f"measured on {base['RepoDigests'][0]}")
    ours = whole - base["Size"] / MB
    told = (
        f"computed: {ours:.0f} of ours, measured on a stand-in of {base['Size'] / MB:.0f}, and {OFFICIAL_MB} of {name}"
    )
    return Weight(ours + OFFICIAL_MB, told)


def _known(name: str) -> bool:
    return not run("docker", "image", "inspect", name).code


def _inspected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(must("docker", "image", "inspect", name))[0]
    return found
