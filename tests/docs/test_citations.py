"""Whatever cites the law names a place that is there."""

import pytest

from deploy.docs.citations import cited, cited_in_prose
from tests.architecture.sources import ROOT, SERVICES, acts

CITING = ("services", "shared", "deploy", "tests")
PAGES_TOO = sorted(path for folder in CITING for kind in ("*.py", "*.md") for path in (ROOT / folder).rglob(kind))


def links(source: str) -> list[str]:
    return [anchor.link for anchor in cited(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("process.md 3.1 row 25; 2.6", ["process.md#s3-1-row-25", "process.md#s2-6"]),
        ("process.md 3.1 rows 3, 4; 2.1", ["process.md#s3-1-row-3", "process.md#s3-1-row-4", "process.md#s2-1"]),
        (
            "process.md 3.1 rows 19 to 21",
            ["process.md#s3-1-row-19", "process.md#s3-1-row-20", "process.md#s3-1-row-21"],
        ),
        ("process.md 2.15, prior request review", ["process.md#s2-15-prior-request-review"]),
        ("process.md 2.15, completion: reminders", ["process.md#s2-15-completion"]),
        ("process.md 3.3; 2.8, invariants 2 and 3", ["process.md#s3-3", "process.md#s3-5-2", "process.md#s3-5-3"]),
        ("process.md 2.11; invariant 4", ["process.md#s2-11", "process.md#s3-5-4"]),
        ("process.md 2.11, 3.4 NonComplianceCase", ["process.md#s2-11", "process.md#s3-4-noncompliancecase"]),
        ("criteria.md 4.4, rule 1", ["criteria.md#s4-4-rule-1"]),
        ("R.1111-38; process.md 2.6", ["sources.md#r-1111-38", "process.md#s2-6"]),
        ("expectations.md, experiment 26: quarantine until a verdict", ["expectations.md#experiment-26"]),
    ],
)
def test_a_citation_leads_to_an_anchor(source: str, expected: list[str]) -> None:
    assert links(source) == expected
    assert [anchor for anchor in cited(source) if not anchor.is_there] == []


@pytest.mark.parametrize(
    "source", ["process.md 3.1 row 99", "process.md 8.1", "CRPA L.999-1", "criteria.md 4.4, rule 9"]
)
def test_a_citation_of_what_is_not_there_is_seen(source: str) -> None:
    assert [anchor.is_there for anchor in cited(source)] == [False]


@pytest.mark.parametrize("service", SERVICES)
def test_the_source_of_every_rule_is_in_the_law(service: str) -> None:
    astray = {act.rule: anchor.cited for act in acts(service) for anchor in cited(act.source) if not anchor.is_there}

    assert astray == {}


def test_citations_in_code_and_pages_are_in_the_law() -> None:
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PAGES_TOO}
    own = {"tests/docs/test_citations.py", "deploy/docs/citations.py"}
    found = [(name, anchor) for name, text in texts.items() if name not in own for anchor in cited_in_prose(text)]

    assert len(found) > 200
    assert [f"{name}: {anchor.cited}" for name, anchor in found if not anchor.is_there] == []
