"""One version: pyproject.toml says it, everything else agrees, and the changelog and upgrade notes know it."""

import re
from pathlib import Path

import pytest
import yaml

from deploy.trial.__main__ import IMAGE
from deploy.trial.ahead import version_of

ROOT = Path(__file__).parents[2]
VERSION = version_of(ROOT)
TAG = re.compile(r"\breferencement:(\d+\.\d+\.\d+)")
HEADING = re.compile(r"^## (\d+\.\d+\.\d+) - \d{4}-\d{2}-\d{2}$", re.MULTILINE)
TEXTS = ("*.md", "*.yaml", "Dockerfile", "Makefile")
CHANGELOG = (ROOT / "CHANGELOG.md").read_text("utf-8")


def texts() -> list[Path]:
    """Files in which an image may be named."""
    places = (ROOT / "deploy", ROOT / "services", ROOT / "shared", ROOT / "tests")
    deep = [file for place in places for pattern in TEXTS for file in place.rglob(pattern)]
    return deep + [file for pattern in TEXTS for file in ROOT.glob(pattern)]


def test_every_tag_of_the_image_that_is_named_is_of_this_version() -> None:
    named = {file.relative_to(ROOT).as_posix(): set(TAG.findall(file.read_text("utf-8"))) for file in texts()}
    found = {name: tags for name, tags in named.items() if tags}

    assert {"Makefile", "compose.yaml", "deploy/image/Dockerfile", "deploy/trial/README.md"} <= set(found)
    assert {name: tags for name, tags in found.items() if tags != {VERSION}} == {}


def test_the_trial_takes_the_image_of_this_version() -> None:
    assert f"referencement:{VERSION}" == IMAGE


def test_the_chart_has_the_version_of_what_it_installs() -> None:
    chart = yaml.safe_load((ROOT / "deploy" / "chart" / "referencement" / "Chart.yaml").read_text("utf-8"))

    assert (chart["version"], chart["appVersion"]) == (VERSION, VERSION)


def test_the_chart_s_page_installs_this_version() -> None:
    named = re.findall(r"--version (\S+)", (ROOT / "deploy" / "chart" / "README.md").read_text("utf-8"))

    assert named == [VERSION]


def test_an_example_that_names_a_tag_names_this_version() -> None:
    files = (ROOT / "deploy" / "chart" / "referencement" / "examples").glob("*.yaml")
    tags = {yaml.safe_load(file.read_text("utf-8")).get("image", {}).get("tag") for file in files}

    assert tags - {None} == {VERSION}


def test_the_changelog_begins_with_what_is_unreleased_and_then_this_version() -> None:
    headings = re.findall(r"^## (.*)$", CHANGELOG, re.MULTILINE)

    assert headings[0] == "Unreleased"
    assert HEADING.findall(CHANGELOG)[0] == VERSION
    assert HEADING.findall(CHANGELOG) == [heading.split()[0] for heading in headings[1:]]


@pytest.mark.parametrize("version", HEADING.findall(CHANGELOG)[:-1])
def test_every_version_but_the_first_has_upgrade_notes_that_the_upgrade_page_names(version: str) -> None:
    operations = ROOT / "docs" / "operations"

    assert (operations / "upgrades" / f"{version}.md").exists()
    assert f"(upgrades/{version}.md)" in (operations / "upgrade.md").read_text("utf-8")
