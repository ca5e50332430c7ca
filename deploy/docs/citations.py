"""Citations of the law in code and pages, and the anchors in docs/law that they lead to.

    process.md 3.1 row 25; 2.6          sections and rows
    criteria.md 4.4, rule 1             a rule of a section
    process.md 3.5, invariant 4         an invariant
    expectations.md, experiment 26      an experiment
    R.1111-38; CRPA L.121-1             texts of law, in docs/law/sources.md

Words behind a section narrow it down where the page has an anchor for them (`process.md 2.15, admissibility`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from deploy.docs.markdown import anchors

LAW = Path(__file__).parents[2] / "docs" / "law"
DOCUMENTS = ("process", "criteria", "expectations")
IN_PROSE = re.compile(r"\b(process|criteria|expectations)\.md\b([^\"`|\n)]{0,80})", re.IGNORECASE)
_DOCUMENT = re.compile(r"(process|criteria|expectations)\.md\b[, ]*(?:section )?(.*)", re.IGNORECASE)
_NUMBERED = re.compile(r"(rows?|invariants?|rules?|experiments?) (\d+)(?: to (\d+)| and (\d+))?")
_SECTION = re.compile(r"(\d+(?:\.\d+)?)(?:[ :](.*))?$")
_FORMS = {
    "row": "s{section}-row-{n}",
    "invariant": "s3-5-{n}",
    "rule": "s{section}-rule-{n}",
    "experiment": "experiment-{n}",
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in docs/law."""

    page: str
    id: str
    """Empty: the page as a whole."""
    cited: str
    """The part of the citation that leads here."""

    @property
    def is_there(self) -> bool:
        file = LAW / f"{self.page}.md"
        return file.is_file() and (not self.id or self.id in known(self.page))

    @property
    def link(self) -> str:
        """Relative to docs/law."""
        return f"{self.page}.md#{self.id}" if self.id else f"{self.page}.md"


@cache
def known(page: str) -> frozenset[str]:
    """The anchors of a page of docs/law."""
    return anchors((LAW / f"{page}.md").read_text("utf-8"))


def cited(source: str) -> list[Anchor]:
    """The places that an act's `source` names, in its order."""
    page, found = "", list[Anchor]()
    for part in (one.strip() for one in source.split(";")):
        document = _DOCUMENT.match(part)
        if document:
            page = document[1].lower()
            found += _in_document(page, document[2], part)
        elif page and part[:1].isdigit():
            found += _in_document(page, part, part)
        elif part.startswith("invariant"):
            found += [Anchor("process", f"s3-5-{n}", part) for n in re.findall(r"\d+", part)]
        else:
            found += [Anchor("sources", _slug(law), part) for law in _laws(part)]
    return found


def cited_in_prose(text: str) -> list[Anchor]:
    """The sections that a text cites. Words behind them are prose: only what begins with a number counts."""
    return [anchor for page, rest in IN_PROSE.findall(text) for anchor in _leading(page.lower(), rest)]


def _laws(part: str) -> list[str]:
    """CRPA L.121-1, L.122-1: two articles of one code."""
    first, *others = (one.strip() for one in part.split(","))
    code = first.split()[0] + " " if " L." in first or " R." in first else ""
    return [first, *(code + one for one in others)]


def _leading(page: str, rest: str) -> list[Anchor]:
    rest = re.sub(r"^[,: ]*(?:section )?", "", rest)
    number = re.match(
        r"\d+(?:\.\d+)?(?:,? (?:rows?|rules?|invariants?) \d+(?: (?:to|and) \d+)?)?|experiments? \d+", rest
    )
    return _in_document(page, number[0], f"{page}.md {number[0]}") if number else [Anchor(page, "", f"{page}.md")]


def _in_document(page: str, rest: str, whole: str) -> list[Anchor]:
    section, listing, found = "", "", list[Anchor]()
    for chunk in filter(None, re.split(r",\s*", rest)):
        numbered = _NUMBERED.match(chunk)
        matched = _SECTION.match(chunk)
        if listing and chunk.isdigit():
            found.append(Anchor(page, _FORMS[listing].format(section=section, n=chunk), whole))
        elif numbered:
            listing = numbered[1].rstrip("s")
            found = [one for one in found if one.id != f"s{section}"] + list(_listed(page, section, numbered, whole))
        elif matched:
            section, listing = matched[1].replace(".", "-"), ""
            inner = _NUMBERED.match(matched[2] or "")
            listing = inner[1].rstrip("s") if inner else ""
            found += (
                _listed(page, section, inner, whole) if inner else [_narrowed(page, section, matched[2] or "", whole)]
            )
        elif section:
            found[-1] = _narrowed(page, section, chunk, whole)
        else:
            found.append(Anchor(page, _slug(chunk), whole))
    return found or [Anchor(page, "", whole)]


def _listed(page: str, section: str, numbered: re.Match[str], whole: str) -> Iterator[Anchor]:
    first = int(numbered[2])
    numbers = [first, int(numbered[4])] if numbered[4] else range(first, int(numbered[3] or first) + 1)
    for n in numbers:
        yield Anchor(page, _FORMS[numbered[1].rstrip("s")].format(section=section, n=n), whole)


def _narrowed(page: str, section: str, words: str, whole: str) -> Anchor:
    """The anchor of a section, or of the part of it that begins with the first of these words."""
    slugs = _slug(words.split(":", maxsplit=1)[0]).split("-")
    for length in range(len(slugs), 0, -1):
        finer = f"s{section}-{'-'.join(slugs[:length])}"
        if finer in known(page):
            return Anchor(page, finer, whole)
    return Anchor(page, f"s{section}", whole)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
