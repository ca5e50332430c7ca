"""Markdown as the pages use it: the links and the anchors of a page."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")
_ID = re.compile(r'<a id="([^"]+)">')


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page, as it is written."""

    line: int
    """Where its paragraph begins."""
    target: str

    @property
    def is_local(self) -> bool:
        return not re.match(r"[a-z][a-z+.-]*:", self.target)


@cache
def links(text: str) -> tuple[Link, ...]:
    """All links and pictures of a page, in order."""
    found = []
    for block, token in _inlines(text):
        target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
        if token.type in ("link_open", "image") and isinstance(target, str):
            found.append(Link(line=(block.map or [0])[0] + 1, target=target))
    return tuple(found)


@cache
def anchors(text: str) -> frozenset[str]:
    """What a link into this page may name: explicit ids, and the slugs of its headings."""
    explicit = {id_ for token in _tokens(text) for id_ in _ID.findall(token.content)}
    seen: Counter[str] = Counter()
    slugs = set()
    for title in headings(text):
        slug = slug_of(title)
        slugs.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(explicit | slugs)


def headings(text: str) -> list[str]:
    """The titles of a page, in order, as plain text."""
    tokens = _PARSER.parse(text)
    inline = (after for before, after in pairwise(tokens) if before.type == "heading_open")
    return [
        "".join(part.content for part in one.children or () if part.type in ("text", "code_inline")) for one in inline
    ]


def slug_of(title: str) -> str:
    """A heading's anchor, as forges make it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", title.strip().lower()))


def _inlines(text: str) -> Iterator[tuple[Token, Token]]:
    for block in _PARSER.parse(text):
        for token in block.children or ():
            yield block, token


def _tokens(text: str) -> Iterator[Token]:
    for block in _PARSER.parse(text):
        if block.type == "html_block":
            yield block
        yield from (token for token in block.children or () if token.type == "html_inline")
