"""Reads a page as a careful visitor would: what it says, and whether its marks hang together."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})


@dataclass
class Mark:
    """One element."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")


@dataclass
class Page(HTMLParser):
    """A parsed page; parsing fails where tags do not close in order."""

    html: str
    marks: list[Mark] = field(default_factory=list)
    open_: list[Mark] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.html)
        self.close()
        assert not self.open_, f"never closed: {[mark.tag for mark in self.open_]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        mark = Mark(tag, {name: value or "" for name, value in attrs})
        self.marks.append(mark)
        if tag not in VOID:
            self.open_.append(mark)

    def handle_endtag(self, tag: str) -> None:
        assert self.open_ and self.open_[-1].tag == tag, f"</{tag}> closes {self.open_[-1:]}"
        self.open_.pop()

    def handle_data(self, data: str) -> None:
        for mark in self.open_:
            mark.text += data

    def all(self, tag: str) -> list[Mark]:
        """Every element of that tag."""
        return [mark for mark in self.marks if mark.tag == tag]

    def one(self, tag: str) -> Mark:
        """The only element of that tag."""
        (found,) = self.all(tag)
        return found

    @property
    def text(self) -> str:
        """All that is said, blanks and non-breaking spaces made plain."""
        return " ".join(self.one("body").text.split())


def assert_accessible(page: Page) -> None:
    """What a machine can check of WCAG 2.2 AA without rendering."""
    html = page.one("html")
    assert html["lang"] in ("fr", "en")
    assert page.one("title").text.strip()
    assert len(page.all("h1")) == 1
    levels = [int(mark.tag[1]) for mark in page.marks if mark.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(deeper - above <= 1 for above, deeper in pairwise(levels)), levels
    ids = [mark["id"] for mark in page.marks if mark["id"]]
    assert len(ids) == len(set(ids))
    first_link = page.all("a")[0]
    assert (first_link["class"], first_link["href"]) == ("skip", f"#{page.one('main')['id']}")
    labelled = {mark["for"] for mark in page.all("label")}
    fields = [mark for mark in page.marks if mark.tag in ("input", "select", "textarea") and mark["type"] != "hidden"]
    assert {mark["id"] for mark in fields} == labelled
    for mark in page.all("nav"):
        assert mark["aria-label"] or mark["aria-labelledby"] in ids
    assert all(mark.text.strip() for mark in page.marks if mark.tag in ("a", "button", "h1", "h2", "h3", "summary"))
    assert not page.all("script")
    assert not [mark for mark in page.marks if mark["style"] or any(name.startswith("on") for name in mark.attributes)]
