"""The image holds what the services need, in the versions that were tested, and runs as nobody in particular."""

import ast
import re
import sysconfig
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from deploy.image.slim import LATER, ONCE, STARTED, TESTS, UNUSED
from shared.contracts.topics import SERVICES

ROOT = Path(__file__).parents[2]
IMAGE = ROOT / "deploy" / "image"
DOCKERFILE = (IMAGE / "Dockerfile").read_text()
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$", re.MULTILINE)
OURS = re.compile(r"^([A-Za-z0-9._-]+)")


def locked(path: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes by package."""
    found = PINNED.findall(path.read_text())
    return {name: (version, frozenset(hashes.split())) for name, version, hashes in found}


def wanted(*extras: str) -> set[str]:
    """What pyproject.toml asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(one for extra in extras for one in project["optional-dependencies"][extra])]
    return {match[1].lower() for one in asked if (match := OURS.match(one))}


def test_the_image_s_lock_is_the_part_of_the_project_s_lock_that_services_need() -> None:
    image, project = locked(IMAGE / "requirements.lock"), locked(ROOT / "requirements.lock")

    assert {name: pin for name, pin in image.items() if project.get(name) != pin} == {}, "run: make lock"
    assert wanted("walk") - set(image) == set(), "run: make lock"


def test_neither_tests_nor_embedded_parts_are_in_the_image() -> None:
    assert (wanted("dev", "local") - wanted("walk")) & set(locked(IMAGE / "requirements.lock")) == set()


def test_the_tools_of_the_build_are_hashed_and_uv_is_the_project_s() -> None:
    tools = locked(IMAGE / "build.lock")

    assert {"cyclonedx-bom", "setuptools", "uv"} <= set(tools)
    assert tools["uv"] == locked(ROOT / "deploy" / "local" / "uv.lock")["uv"]


def test_it_runs_under_a_number_that_is_not_root() -> None:
    users = re.findall(r"^USER (.*)$", DOCKERFILE, re.MULTILINE)

    assert users == ["10001:10001"]


def test_the_base_is_named_and_never_the_latest() -> None:
    assert re.findall(r"^ARG BASE=(.*)$", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim-bookworm"]
    assert re.findall(r"^FROM (.*)$", DOCKERFILE, re.MULTILINE) == ["${BASE} AS build", "${BASE}"]


def test_the_labels_say_what_it_is() -> None:
    label = DOCKERFILE[DOCKERFILE.index("LABEL") :]

    for name in ("title", "description", "licenses", "version", "revision", "created"):
        assert f"org.opencontainers.image.{name}=" in label


def test_its_version_is_the_project_s() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert f"\nARG VERSION={version}\n" in DOCKERFILE


def allowed() -> list[str]:
    """Folders of the project that go into the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line[1:] for line in lines if line.startswith("!") and (ROOT / line[1:]).is_dir()]


def imported(path: Path) -> set[str]:
    """Modules of the project that a file imports."""
    nodes = ast.walk(ast.parse(path.read_text()))
    named = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name for name in named if name.split(".")[0] in ("services", "shared", "deploy", "tests")}


def in_the_image() -> list[Path]:
    """Sources that go into the image."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    kept_out = [line for line in lines if line.endswith(".py") and not line.startswith("!")]
    found = [path for folder in allowed() for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if not any(path.relative_to(ROOT).match(one) for one in kept_out)]


def test_whatever_is_imported_in_the_image_is_in_the_image() -> None:
    places = tuple(folder.replace("/", ".") for folder in allowed())
    outside = {name for path in in_the_image() for name in imported(path) if not name.startswith(places)}

    assert outside == set()


def test_the_runbooks_are_in_the_image() -> None:
    assert "!docs/runbooks/*.md" in (ROOT / ".dockerignore").read_text().splitlines()


def test_bytecode_is_made_of_every_service() -> None:
    assert [name for name in SERVICES if f"services.{name}.main" not in STARTED] == []


@pytest.mark.parametrize("name", [*STARTED, *LATER, *ONCE, *(folder.replace("/", ".") for folder in TESTS)])
def test_what_the_build_loads_or_takes_away_is_there(name: str) -> None:
    assert find_spec(name) is not None


@pytest.mark.parametrize("pattern", UNUSED)
def test_what_the_build_takes_away_of_wheels_is_still_in_them(pattern: str) -> None:
    packages = Path(sysconfig.get_paths()["platlib"])

    assert list(packages.glob(pattern)) != []
