"""The demonstration through a line that others started: what the environment must say."""

from pathlib import Path

import pytest

from deploy.demo.elsewhere import Elsewhere
from deploy.demo.issuer import make
from deploy.local.errors import LocalStartFailed
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
