"""The changelog's section of a version, as Artifact Hub wants it: a kind and a sentence for each change."""

import re
from typing import NamedTuple

from deploy.release.tools import ROOT

KINDS = {"Before you upgrade": "changed", "Security": "security", "Fixed": "fixed", "Removed": "removed"}
"""By heading; under any other a change is something new."""
LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")
BULLET = "- "


class Change(NamedTuple):
    """One line of the changelog."""

    kind: str
    description: str


def changes(version: str, changelog: str = "") -> list[Change]:
    """All changes of a version in order; none where the changelog does not know it."""
    found: list[Change] = []
    kind, inside = "added", False
    for line in (changelog or (ROOT / "CHANGELOG.md").read_text("utf-8")).splitlines():
        if line.startswith("## "):
            inside = line.split()[1] == version
        elif inside and line.startswith("### "):
            kind = KINDS.get(line[4:].strip(), "added")
        elif inside and line.startswith(BULLET):
            found.append(Change(kind, _plain(line.removeprefix(BULLET))))
        elif inside and found and line.startswith("  "):
            found[-1] = Change(kind, f"{found[-1].description} {_plain(line)}")
    return found


def _plain(line: str) -> str:
    """Without links and emphasis: where it is shown, neither leads anywhere."""
    return LINK.sub(r"\1", line).replace("**", "").replace("`", "").strip()
