"""All pages of the repository, and what is wrong with their links."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from deploy.docs.markdown import anchors, links

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "services", "shared", "deploy", "tests", "benchmarks")


def pages(root: Path = ROOT) -> dict[str, str]:
    """Path and text of each Markdown page that is kept in the repository."""
    files = [*root.glob("*.md"), *(file for folder in FOLDERS for file in (root / folder).rglob("*.md"))]
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in sorted(files)}


def broken(all_pages: Mapping[str, str], root: Path = ROOT) -> Iterator[str]:
    """Links that lead nowhere: no such file or folder, no such anchor in the page."""
    for path, text in all_pages.items():
        for link in links(text):
            wrong = fault(path, link.target, all_pages, root) if link.is_local else ""
            if wrong:
                yield f"{path}:{link.line}: {link.target}: {wrong}"


def fault(path: str, target: str, all_pages: Mapping[str, str], root: Path) -> str:
    """What is wrong with a link of a page; empty: nothing."""
    place, _, anchor = target.partition("#")
    aim = resolved(path, place) if place else path
    if aim in all_pages:
        return f"no anchor {anchor}" if anchor and anchor not in anchors(all_pages[aim]) else ""
    return "" if (root / aim).exists() else "no such page, file or folder"


def resolved(path: str, place: str) -> str:
    """Where a relative link of a page leads, from the top of the repository."""
    return os.path.normpath(os.path.join(os.path.dirname(path), place))
