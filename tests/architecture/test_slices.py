"""Slices of one service know no more of one another than their domains."""

import ast
from collections.abc import Iterator

from tests.architecture.sources import ROOT, Source, sources

BUILT_ON = {
    "services.intake.questionnaire": "services.intake.application",
}
"""A slice without an aggregate of its own, and the slice whose aggregate it reads and acts on."""
LINK = "whoever reads or fills in a dossier is given the link to its follow-up page"
KNOWN: dict[tuple[str, str], str] = {
    ("services.intake.application.preparation", "services.intake.wallet.queries"): "filings name documents",
    ("services.intake.application.reads", "services.intake.follow_up.links"): LINK,
    ("services.intake.questionnaire.pages.views", "services.intake.follow_up.links"): LINK,
    ("services.intake.questionnaire.pages.words.__init__", "services.intake.follow_up.pages.words"): "states in words",
    ("services.intake.follow_up.commands", "services.intake.application.rows"): "its owner is the application's",
    ("services.intake.follow_up.pages.views", "services.intake.application.rows"): "the page joins both",
    ("services.intake.follow_up.reads", "services.intake.application.reads"): "who may read the dossier",
    ("services.intake.programme.impact", "services.intake.application.rows"): "the impact is on applications",
    ("services.intake.programme.impact", "services.intake.follow_up.rows"): "and on services that are listed",
    ("services.surveillance.complaint.queries", "services.surveillance.watch.rows"): "a listing leads to its dossier",
    ("services.surveillance.campaign.queries", "services.surveillance.watch.rows"): "one query over the population",
    ("services.surveillance.campaign.queries", "services.surveillance.complaint.rows"): "the same query",
}
"""(importing module, imported module) of one service, with the reason why it cannot be otherwise."""


def slice_of(module: str) -> str | None:
    """`services.catalogue.listing`, for each module in that folder that has a slice.py."""
    parts = module.split(".")
    folder = ".".join(parts[:3])
    return folder if len(parts) > 3 and (ROOT / folder.replace(".", "/") / "slice.py").exists() else None


def imported(source: Source) -> Iterator[str]:
    """Each module of services that a file imports; names are told from modules by the files that are there."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("services."):
            for name in node.names:
                leaf = ROOT / node.module.replace(".", "/") / name.name
                is_module = leaf.is_dir() or leaf.with_suffix(".py").exists()
                yield f"{node.module}.{name.name}" if is_module else node.module


def across() -> Iterator[tuple[str, str]]:
    """Imports that lead from one slice into another, past its domain."""
    for source in sources("services"):
        module = source.name.removesuffix(".py").replace("/", ".")
        here = slice_of(module)
        for target in imported(source):
            there = slice_of(target)
            if here and there and there not in (here, BUILT_ON.get(here)) and not target.startswith(f"{there}.domain"):
                yield module, target


def test_a_slice_imports_nothing_of_another_but_its_domain() -> None:
    assert sorted(set(across()) - set(KNOWN)) == []


def test_every_exception_is_still_needed() -> None:
    assert set(KNOWN) - set(across()) == set()


def test_a_slice_is_told_by_its_slice_module() -> None:
    assert slice_of("services.catalogue.listing.pages.views") == "services.catalogue.listing"
    assert slice_of("services.catalogue.main") is None
