"""The generated pages hold all that they are about, and say it as it is."""

import re
from pathlib import Path

import pytest
import yaml

from deploy.docs.pages import broken, pages
from deploy.docs.reference import FOLDER, GENERATED, generated
from deploy.docs.reference.services import acts, services
from shared.contracts.registry import WIRES
from shared.contracts.topics import TOPICS
from shared.http.problem_kinds import KINDS
from shared.identity.actor import Role
from shared.telemetry.exposition import render

ROOT = Path(__file__).parents[2]
PAGES = generated()


def page(name: str) -> str:
    return PAGES[f"{FOLDER}/{name}.md"]


def row(name: str, first: str) -> list[str]:
    """The cells of the row that begins with these words."""
    [found] = [line for line in page(name).splitlines() if line.startswith(f"| {first}")]
    return [cell.strip() for cell in found.strip("|").split(" | ")]


def test_every_generated_page_is_listed() -> None:
    listed = re.findall(r"\]\((\w+)\.md\)", (ROOT / FOLDER / "README.md").read_text("utf-8"))

    assert sorted(listed) == sorted(GENERATED)


def test_every_link_into_and_out_of_them_leads_somewhere() -> None:
    assert list(broken({**pages(), **PAGES})) == []


def test_every_setting_is_there() -> None:
    names = {name.upper() for service in services() for name in service.settings.model_fields}

    assert [name for name in names if f"| `{name}` |" not in page("settings")] == []


@pytest.mark.parametrize(
    "command", ["parked list", "journal verify", "rebuild catalogue", "backup push", "config check", "trace"]
)
def test_commands_are_there_with_their_groups(command: str) -> None:
    assert f"## `referencement {command}`" in page("console").splitlines()


def test_commands_have_their_options() -> None:
    verify = page("console").split("## `referencement journal verify`")[1].split("\n## ")[0]

    assert "| `--anchor` |" in verify


def test_every_topic_event_and_field_is_there() -> None:
    fields = {name for cls in WIRES for name in cls.__annotations__}

    assert [one.name for one in TOPICS if f"| `{one.name}` |" not in page("contracts")] == []
    assert [cls.__name__ for cls in WIRES if f"### {cls.__name__}" not in page("contracts").splitlines()] == []
    assert [name for name in fields if f"| `{name}` |" not in page("contracts")] == []


def test_every_alert_is_there() -> None:
    files = (ROOT / "deploy" / "alerts").glob("*.yaml")
    groups = [group for file in files for group in yaml.safe_load(file.read_text("utf-8"))["groups"]]
    names = {rule["alert"] for group in groups for rule in group["rules"] if "alert" in rule}

    assert names
    assert [name for name in names if f"## {name}\n\n[Runbook](../runbooks/{name}.md)" not in page("alerts")] == []


def test_every_metric_that_is_exposed_is_there() -> None:
    body, _ = render("intake")
    exposed = set(re.findall(r"^# TYPE (referencement_\w+) ", body.decode(), re.MULTILINE))
    documented = set(re.findall(r"^\| `(referencement_\w+)` \|", page("metrics"), re.MULTILINE))

    assert {name for name in exposed if not name.endswith("_created")} - documented == set()
    assert row("metrics", "`referencement_database_commits_total`")[1:3] == ["counter", ""]
    assert row("metrics", "`referencement_acts_total`")[1:3] == ["counter", "`service`, `act`, `outcome`"]


def test_every_refusal_code_is_there() -> None:
    codes = set(re.findall(r"</a>`(\w+)` \|", page("refusals")))

    assert codes == set(KINDS)
    assert row("refusals", '<a id="not_your_dossier">')[1] == "403"


def test_every_act_and_its_roles_are_there() -> None:
    [head] = [
        line
        for line in page("powers").split("## Decision")[1].split("## ")[0].splitlines()
        if line.startswith("| act |")
    ]
    roles = [cell.strip() for cell in head.strip("|").split("|")][2:]
    marks = dict(zip(roles, row("powers", "`grant_listing`")[2:], strict=True))

    assert [act.name for _, _, act in acts() if f"| `{act.name}` (" not in page("powers")] == []
    assert {role for role, mark in marks.items() if mark} == {Role.MINISTER_DELEGATE}


def test_every_rule_leads_to_its_law_its_function_and_a_test() -> None:
    rules = {act.rule for _, _, act in acts()}
    rows = {
        cells[0].partition("</a>")[2]: cells for cells in map(cells_of, page("rules").splitlines()) if len(cells) == 5
    }

    assert rules - set(rows) == set()
    assert [rule for rule in rules if "](../law/" not in rows[rule][2]] == []
    assert [rule for rule in rules if "](../../services/" not in rows[rule][3]] == []
    assert [rule for rule in rules if "](../../tests/" not in rows[rule][4]] == []


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split(" | ")]
