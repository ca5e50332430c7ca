"""The trial tells what it does, and leaves no part of the line in peace."""

from pathlib import Path

import pytest
import yaml

from deploy.trial.__main__ import TRIALS
from deploy.trial.outages import PARTS

ROOT = Path(__file__).parents[2]
VIEWS = {"traces", "metrics", "dashboards"}


@pytest.mark.parametrize("name", [name for checks, _ in TRIALS.values() for name in checks])
def test_every_check_is_explained(name: str) -> None:
    assert f"`{name}`" in (ROOT / "deploy" / "trial" / "README.md").read_text()


def test_every_part_that_stays_up_is_killed_and_paused() -> None:
    parts = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    stay_up = {name for name, part in parts.items() if "restart" in part}

    assert set(PARTS) == stay_up - VIEWS - {"nightly", "roots", "backup", "docs"}


def test_the_trial_has_doors_of_its_own() -> None:
    lines = (ROOT / "deploy" / "trial" / "compose.env").read_text().splitlines()
    ports = [line for line in lines if "_PORT=" in line]

    defaults = (ROOT / "compose.yaml").read_text()
    assert [line for line in ports if f"${{{line.replace('=', ':-')}}}" in defaults] == []
    assert [line for line in ports if f"${{{line.split('=')[0]}:-" not in defaults] == []
