"""The documentation's image and its part in compose: built from the pages alone, stripped, apart from the services."""

import re
import tomllib
from typing import Any

from deploy.docs.pages import FOLDERS, ROOT
from tests.yamls import parsed

DOCKERFILE = (ROOT / "deploy/docs/Dockerfile").read_text()
IGNORED = (ROOT / "deploy/docs/Dockerfile.dockerignore").read_text().splitlines()
DOCS: dict[str, Any] = parsed((ROOT / "compose.yaml").read_text())["services"]["docs"]


def test_whatever_has_pages_is_there_when_the_site_is_built() -> None:
    assert [folder for folder in FOLDERS if f"!{folder}" not in IGNORED] == []
    assert "!*.md" in IGNORED


def test_it_is_built_by_the_command_that_make_docs_runs() -> None:
    makefile = (ROOT / "Makefile").read_text()

    assert "python -m deploy.docs /build/docs" in DOCKERFILE
    assert "python -m deploy.docs $(DOCS)" in makefile


def test_packages_are_those_of_the_locks() -> None:
    assert re.findall(r"pip install (.*) -r /build/(\S+)", DOCKERFILE) == [
        ("--quiet --require-hashes --target /build/packages", "requirements.lock"),
        ("--quiet --require-hashes --target /build/site-packages", "site.lock"),
    ]


def test_it_runs_as_nobody_in_particular_and_carries_the_project_s_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert "\nUSER 101:101\n" in DOCKERFILE
    assert f"\nARG VERSION={version}\n" in DOCKERFILE
    assert DOCS["image"] == f"${{DOCS_IMAGE:-referencement-docs:{version}}}"


def test_in_compose_it_comes_only_when_asked_for_and_meets_no_server() -> None:
    assert DOCS["profiles"] == ["docs"]
    assert DOCS["networks"] == ["doors"]
    assert DOCS["read_only"] is True
    assert "environment" not in DOCS
    assert "volumes" not in DOCS
