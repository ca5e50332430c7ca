"""The demonstration through a line that others started: what the environment must say, and one that does."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.demo.elsewhere import Elsewhere
from deploy.demo.issuer import make
from deploy.local.errors import LocalStartFailed
from deploy.local.line import Line
from shared.contracts.topics import SERVICES

NOWHERE = "http://127.0.0.1:1"
URLS = {f"{name.upper()}_URL": NOWHERE for name in SERVICES}


def test_without_addresses_it_says_which_variables_are_missing(tmp_path: Path) -> None:
    make(tmp_path)

    with pytest.raises(LocalStartFailed, match="set INTAKE_URL, EVALUATION_URL"):
        Elsewhere.from_environment({"IDENTITY_DIRECTORY": str(tmp_path), "INTAKE_URL": NOWHERE})


def test_without_an_issuer_nobody_can_act(tmp_path: Path) -> None:
    with pytest.raises(LocalStartFailed, match="set IDENTITY_DIRECTORY"):
        Elsewhere.from_environment({**URLS, "IDENTITY_DIRECTORY": str(tmp_path)})


def test_services_that_do_not_answer_are_named(tmp_path: Path) -> None:
    make(tmp_path)
    site = Elsewhere.from_environment({**URLS, "IDENTITY_DIRECTORY": str(tmp_path)})

    with pytest.raises(LocalStartFailed, match=f"not ready after 0 s: intake at {NOWHERE}, evaluation at"):
        site.wait(0)


def test_the_whole_demonstration_needs_a_clock_and_databases(tmp_path: Path) -> None:
    make(tmp_path)
    site = Elsewhere.from_environment({**URLS, "IDENTITY_DIRECTORY": str(tmp_path)})

    with pytest.raises(LocalStartFailed, match="need CLOCK_FILE, INTAKE_DATABASE_URL"), site:
        pass


def test_a_public_issuer_keeps_no_key_and_publishes_that_of_the_other(tmp_path: Path) -> None:
    private = make(tmp_path / "private")
    make(tmp_path / "public", tmp_path / "private" / "key.pem", public=True)

    assert [file.name for file in (tmp_path / "public").iterdir()] == ["jwks.json"]
    assert (tmp_path / "public" / "jwks.json").read_text() == (private.directory / "jwks.json").read_text()


@pytest.mark.journey
def test_dossiers_walk_into_the_catalogue_of_a_line_that_runs() -> None:
    with Line(Path("build/test/walk"), durable=False) as line:
        walked = subprocess.run(
            [sys.executable, "-m", "deploy.demo.walk", "--dossiers", "2", "--strict", "--oracle"],
            env={**os.environ, **named(line)}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert walked.returncode == 0, walked.stdout + walked.stderr
    assert "2 of 2 dossiers in the catalogue" in walked.stdout
    assert "oracle: nothing lost, nothing doubled, order kept" in walked.stdout


def named(line: Line) -> dict[str, str]:
    """The environment that leads to this line."""
    urls = {f"{name.upper()}_URL": url for name, url in line.urls.items()}
    databases = {f"{name.upper()}_DATABASE_URL": url for name, url in line.databases.items()}
    directory = str(line.issuer.directory)
    return {**urls, **databases, "KAFKA_BOOTSTRAP_SERVERS": line.bootstrap_servers, "IDENTITY_DIRECTORY": directory}
