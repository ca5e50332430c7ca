"""From law to line and back: acts, rule ids, READMEs and tests name one another."""

import re

import pytest

from tests.architecture.sources import ROOT, SERVICES, acts, sources

PREFIXES = {"intake": "I", "evaluation": "E", "decision": "D", "catalogue": "C", "surveillance": "S"}
RULE_ID = re.compile(r"\b[A-Z]-\d{2}\b")


def table_rows(service: str) -> list[list[str]]:
    """The rows of the README's rule table that name a rule: rule, source, function, test."""
    lines = (ROOT / "services" / service / "README.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in rows if RULE_ID.search(row[0])]


def listed(service: str) -> list[str]:
    return [rule for row in table_rows(service) for rule in RULE_ID.findall(row[0])]


def quoted(cell: str) -> list[str]:
    """What stands in backticks and is written out."""
    return [word for word in re.findall(r"`([^`]+)`", cell) if "…" not in word]


def test_every_service_has_a_letter_of_its_own() -> None:
    assert set(PREFIXES) == set(SERVICES)


@pytest.mark.parametrize("service", SERVICES)
def test_every_act_carries_a_rule_of_its_own_service(service: str) -> None:
    assert [act for act in acts(service) if not re.fullmatch(rf"{PREFIXES[service]}-\d\d", act.rule)] == []


@pytest.mark.parametrize("service", SERVICES)
def test_acts_that_share_a_rule_share_its_source(service: str) -> None:
    sources_of: dict[str, set[str]] = {}
    for act in acts(service):
        sources_of.setdefault(act.rule, set()).add(act.source)

    assert {rule: found for rule, found in sources_of.items() if len(found) > 1} == {}


@pytest.mark.parametrize("service", SERVICES)
def test_the_readme_lists_every_rule_once(service: str) -> None:
    assert sorted(listed(service)) == sorted(set(listed(service)))
    assert {act.rule for act in acts(service)} - set(listed(service)) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_every_rule_of_the_readme_is_named_in_the_code(service: str) -> None:
    code = "".join(source.path.read_text("utf-8") for source in sources(f"services/{service}"))

    assert set(listed(service)) - set(RULE_ID.findall(code)) == set()


@pytest.mark.parametrize("service", SERVICES)
def test_the_functions_of_the_readme_exist(service: str) -> None:
    there = {name.split("::")[1] for source in sources(f"services/{service}") for name, _ in source.functions()}
    files = {path.relative_to(ROOT / "services" / service).as_posix() for path in (ROOT / "services").rglob("*.py")
             if path.is_relative_to(ROOT / "services" / service)}  # fmt: skip
    named = [word for row in table_rows(service) for word in quoted(row[2])]

    assert [word for word in named if word.rpartition(".")[2] not in there and word not in files] == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_act_of_each_row_is_that_of_its_rule(service: str) -> None:
    rules = {act.name: act.rule for act in acts(service)}
    wrong = [(row[0], word) for row in table_rows(service) for word in quoted(row[2])
             if word in rules and rules[word] not in row[0]]  # fmt: skip

    assert wrong == []


@pytest.mark.parametrize("service", SERVICES)
def test_the_tests_of_the_readme_exist(service: str) -> None:
    top = ROOT / "tests" / service
    there = {path.relative_to(top).with_suffix("").as_posix() for path in top.rglob("test_*.py")}
    named = [word.removesuffix(".py") for row in table_rows(service) for word in quoted(row[3])]

    assert named
    assert [word for word in named if word not in there] == []
