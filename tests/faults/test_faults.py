"""A small form of every fault experiment; `make faults` runs them at size."""

from pathlib import Path

import pytest

from tests.faults.experiment import Ground
from tests.faults.registry import experiments
from tests.faults.running import Runner

SEED, SCALE = 20261123, 0.02


@pytest.mark.journey
@pytest.mark.parametrize("ground", Ground)
def test_every_experiment_holds(ground: Ground) -> None:
    runner = Runner(Path("build/test/faults"), SEED, SCALE, print)
    results = list(runner.run([one for one in experiments() if one.ground is ground]))

    assert results
    assert [one.line() for one in results if not one.findings.held] == []
