"""What the site's generator is given, and how the built site is checked; the build itself: `make docs`."""

from pathlib import Path

from deploy.docs.assembly import assembled
from deploy.docs.crawling import crawl
from deploy.docs.pages import ROOT, pages

EVERYTHING = pages()


def drawn(diagram: str) -> str:
    return f"<svg>{diagram}</svg>"


def test_links_to_pages_stay_and_others_lead_to_the_code() -> None:
    links = "[a](docs/a.md#x) [folder](docs) [code](shared/acts/act.py) [out](https://example.org) `[k](l.py)`"
    both = {
        "README.md": f"# R\n\n{links}",
        "docs/README.md": "# D",
        "docs/a.md": "# X\n\n```sh\n[no](link.py)\n```",
    }

    plain = assembled(both, drawn).pages
    linked = assembled(both, drawn, "https://forge.example/main").pages

    assert plain["README.md"].endswith(
        "[a](docs/a.md#x) [folder](docs/README.md) code [out](https://example.org) `[k](l.py)`"
    )
    assert "[code](https://forge.example/main/shared/acts/act.py)" in linked["README.md"]
    assert plain["docs/a.md"] == both["docs/a.md"]


def test_diagrams_become_pictures_with_words_for_those_who_do_not_see_them() -> None:
    page = "# A\n\n## The line\n\n```mermaid\nflowchart LR\n  a --> b\n```\n\nafter"

    found = assembled({"services/x/README.md": page}, drawn)

    [(name, svg)] = found.pictures.items()
    assert svg == "<svg>flowchart LR\n  a --> b\n</svg>"
    assert found.pages["services/x/README.md"] == f"# A\n\n## The line\n\n![Diagram: The line](../../{name})\n\nafter"


def test_every_page_has_its_place_in_the_navigation() -> None:
    found = assembled(EVERYTHING, drawn).pages
    trees = "\n".join(part.partition("```\n")[0] for text in found.values() for part in text.split("```{toctree}")[1:])
    entries = {line for line in trees.splitlines() if line and not line.startswith(":")}

    assert [
        path
        for path in EVERYTHING
        if not {path.removesuffix(".md"), path.removesuffix(".md").split("/", 2)[-1]} & entries
    ] == []


def test_every_diagram_of_every_page_is_drawn() -> None:
    found = assembled(EVERYTHING, drawn)

    assert [path for path, text in found.pages.items() if "```mermaid" in text] == []
    assert found.pictures


def test_a_site_is_crawled(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "index.html").write_text(
        '<a id="x" href="sub/page.html#y">1</a><a href="#x">2</a><a href="gone.html">3</a><a href="https://example.org">4</a>'
        '<script src="https://cdn.example/x.js"></script><img src="data:image/png;base64,"><img src="no.png">'
    )
    (tmp_path / "sub" / "page.html").write_text('<h1 id="z">Z</h1><a href="../index.html#x">back</a>')

    found = crawl(tmp_path)

    assert (found.pages, found.links) == (2, 5)
    assert found.faults == (
        "index.html: is fetched from elsewhere: https://cdn.example/x.js",
        "index.html: no such file: no.png",
        "index.html: no such anchor: sub/page.html#y",
        "index.html: no such page: gone.html",
    )


def test_what_builds_it_is_locked_by_hash() -> None:
    wanted = [line.split(">=")[0] for line in (ROOT / "deploy/docs/site.in").read_text().splitlines()]
    locked = (ROOT / "deploy/docs/site.lock").read_text()

    assert [name for name in wanted if f"\n{name}==" not in f"\n{locked}"] == []
    assert "--hash=sha256:" in locked
    assert "://" not in locked
