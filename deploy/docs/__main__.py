"""Builds the site: python -m deploy.docs FOLDER. `DOCS_SOURCE_URL` says where the code can be read, if anywhere."""

import os
import shutil
import sys
from pathlib import Path

from sphinx.cmd.build import build_main  # type: ignore[import-not-found]  # the same

from deploy.docs.assembly import Assembly, assembled
from deploy.docs.crawling import crawl
from deploy.docs.diagrams import draw
from deploy.docs.pages import broken, pages
from deploy.docs.reference import generated


def main(folder: Path) -> int:
    """Exit code 0: built, and every link and anchor leads somewhere."""
    everything = {**pages(), **generated()}
    wrong = list(broken(everything))
    if not wrong:
        source, site = folder / "source", folder / "site"
        _write(assembled(everything, draw, os.environ.get("DOCS_SOURCE_URL", "").rstrip("/")), source)
        shutil.rmtree(site, ignore_errors=True)
        options = [
            "-W",
            "--keep-going",
            "-q",
            "-b",
            "html",
            "-c",
            str(Path(__file__).parent),
            "-d",
            str(folder / "cache"),
        ]
        if build_main([*options, str(source), str(site)]):
            return 1
        result = crawl(site)
        wrong = list(result.faults)
        print(f"docs: {result.pages} pages, {result.links} links checked, {len(wrong)} lead nowhere: {site}/index.html")
    for fault in wrong:
        print(f"docs: {fault}", file=sys.stderr)
    return 1 if wrong else 0


def _write(what: Assembly, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in {**what.pages, **what.pictures}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/docs").resolve()))
