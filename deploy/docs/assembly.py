"""The source of the site: the pages of the repository with the links, diagrams and navigation that a site needs."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from deploy.docs.pages import resolved

_FENCE = re.compile(r"^(```+|~~~+)(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"`[^`\n]+`|(?<!!)(\[(?:[^\[\]`]|`[^`]*`|\[[^\[\]]*\])*\])\(([^()\s]+)\)")
_MERMAID = "mermaid\n"
PICTURES = "_diagrams"
GROUPS = (
    ("Project", ("README.md", "docs/README.md", "docs/glossary.md", "docs/style.md", "CHANGELOG.md")),
    ("The law", ("docs/law/",)),
    ("Guides", ("docs/guides/", "docs/how-to/README.md", "docs/decisions/README.md")),
    ("Running it", ("docs/operations/README.md", "docs/runbooks/README.md")),
    ("Reference", ("docs/reference/",)),
    ("The code", ("services/", "shared/", "deploy/", "tests/", "benchmarks/")),
)
NESTING = ("docs/how-to/", "docs/decisions/", "docs/operations/", "docs/runbooks/")
INDEX = """# référencement

Runs the listing process of digital health services.
Begin with [the documentation](docs/README.md) or [the project](README.md).
"""


@dataclass(frozen=True, slots=True)
class Assembly:
    """What the generator reads."""

    pages: Mapping[str, str]
    pictures: Mapping[str, str]
    """Path and SVG of each diagram."""


def assembled(pages: Mapping[str, str], draw: Callable[[str], str], source_url: str = "") -> Assembly:
    """All pages for the site.

    Links to what is no page lead to `source_url`, where the code can be read; without one they are plain text.
    """
    pictures: dict[str, str] = {}
    texts = {path: _page(path, text, pages, draw, source_url, pictures) for path, text in pages.items()}
    for folder in NESTING:
        if f"{folder}README.md" in texts:
            texts[f"{folder}README.md"] += _tree("", _in(folder, texts), folder)
    texts["index.md"] = INDEX + "".join(_tree(title, _members(wanted, pages)) for title, wanted in GROUPS)
    return Assembly(texts, pictures)


def _page(
    path: str,
    text: str,
    pages: Mapping[str, str],
    draw: Callable[[str], str],
    source_url: str,
    pictures: dict[str, str],
) -> str:
    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts.append(_linked(path, text[end : fence.start()], pages, source_url))
        if fence[2].startswith(_MERMAID):
            name = f"{PICTURES}/{sha256(fence[2].encode()).hexdigest()[:16]}.svg"
            pictures[name] = draw(fence[2].removeprefix(_MERMAID))
            parts.append(f"![{_alternative(text[: fence.start()])}]({_relative(path, name)})")
        else:
            parts.append(fence[0])
        end = fence.end()
    return "".join(parts) + _linked(path, text[end:], pages, source_url)


def _alternative(before: str) -> str:
    titles = re.findall(r"^#+ (.+)$", before, re.MULTILINE)
    return f"Diagram: {titles[-1]}" if titles else "Diagram"


def _linked(path: str, text: str, pages: Mapping[str, str], source_url: str) -> str:
    def aimed(link: re.Match[str]) -> str:
        if link[1] is None:  # code, which only looks like a link
            return link[0]
        label, target = link[1], link[2]
        place, hash_, anchor = target.partition("#")
        if not place or re.match(r"[a-z][a-z+.-]*:", target):
            return link[0]
        aim = resolved(path, place)
        aim = f"{aim}/README.md" if f"{aim}/README.md" in pages else aim
        if aim in pages:
            return f"{label}({_relative(path, aim)}{hash_}{anchor})"
        return f"{label}({source_url}/{aim})" if source_url else label[1:-1]

    return _LINK.sub(aimed, text)


def _relative(path: str, aim: str) -> str:
    return os.path.relpath(aim, PurePosixPath(path).parent)


def _in(folder: str, pages: Iterable[str]) -> list[str]:
    return [path for path in pages if path.startswith(folder) and path != f"{folder}README.md"]


def _members(wanted: Iterable[str], pages: Mapping[str, str]) -> list[str]:
    return [
        path for one in wanted for path in sorted(pages) if path == one or (one.endswith("/") and path.startswith(one))
    ]


def _tree(title: str, members: Iterable[str], folder: str = "") -> str:
    lines = [path.removeprefix(folder).removesuffix(".md") for path in members]
    caption = f":caption: {title}\n" if title else ""
    return "\n\n```{toctree}\n:hidden:\n:maxdepth: 1\n" + caption + "\n" + "\n".join(lines) + "\n```\n"
