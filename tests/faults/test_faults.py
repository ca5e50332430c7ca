"""The quick fault experiments in a small form; `make faults` runs all of them at size."""

from pathlib import Path

import pytest

from tests.faults.registry import experiments
from tests.faults.running import Runner

SEED, SCALE = 20261123, 0.02
QUICK = {2, 21, 22, 28}
"""Fail points, equal keys at once, two officers at once, tampering: no servers are taken away."""


@pytest.mark.journey
def test_the_quick_experiments_hold() -> None:
    runner = Runner(Path("build/test/faults"), SEED, SCALE, print)
    results = list(runner.run([one for one in experiments() if one.number in QUICK]))

    assert {one.number for one in results} == QUICK
    assert [one.line() for one in results if not one.findings.held] == []
