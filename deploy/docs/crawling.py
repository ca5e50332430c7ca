"""The built site as a browser sees it: every link and anchor leads somewhere, nothing is fetched from elsewhere."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

FETCHED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


@dataclass
class Page(HTMLParser):
    """Ids and references of one page."""

    ids: set[str] = field(default_factory=set)
    targets: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values[name] for name in ("id", "name") if name in values and tag != "meta"}
        if tag == "a" and "href" in values:
            self.targets.append(values["href"])
        if (
            tag in FETCHED
            and FETCHED[tag] in values
            and values.get("rel") not in ("canonical", "next", "prev", "index", "search")
        ):
            self.fetched.append(values[FETCHED[tag]])


@dataclass(frozen=True, slots=True)
class Crawl:
    """What a site is made of, and what is wrong with it."""

    pages: int
    links: int
    faults: tuple[str, ...]


def crawl(site: Path) -> Crawl:
    """Look at all pages of a folder."""
    read = {file.relative_to(site).as_posix(): _read(file) for file in sorted(site.rglob("*.html"))}
    faults = [f"{name}: {fault}" for name, page in read.items() for fault in _faults(site, name, page, read)]
    return Crawl(len(read), sum(len(page.targets) for page in read.values()), tuple(faults))


def _read(file: Path) -> Page:
    page = Page()
    page.feed(file.read_text("utf-8"))
    return page


def _faults(site: Path, name: str, page: Page, read: dict[str, Page]) -> Iterator[str]:
    for target in page.fetched:
        if _elsewhere(target):
            yield f"is fetched from elsewhere: {target}"
        elif not target.startswith("data:") and not _file(site, name, target).exists():
            yield f"no such file: {target}"
    for target in page.targets:
        if not _elsewhere(target) and not target.startswith(("mailto:", "data:")):
            yield from _astray(site, name, target, read)


def _astray(site: Path, name: str, target: str, read: dict[str, Page]) -> Iterator[str]:
    file = _file(site, name, target)
    anchor = unquote(urlsplit(target).fragment)
    if not file.exists():
        yield f"no such page: {target}"
    elif anchor and file.suffix == ".html" and anchor not in read[file.relative_to(site).as_posix()].ids:
        yield f"no such anchor: {target}"


def _elsewhere(target: str) -> bool:
    return bool(urlsplit(target).netloc)


def _file(site: Path, name: str, target: str) -> Path:
    path = unquote(urlsplit(target).path)
    return Path(*((site / name).parent / path).resolve().parts) if path else site / name
