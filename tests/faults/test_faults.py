"""Every fault experiment in a small form; `make faults` runs them at size."""

from pathlib import Path

import pytest

from tests.faults.registry import experiments
from tests.faults.running import Runner

SEED, SCALE = 20261123, 0.01


@pytest.mark.journey
def test_every_experiment_holds() -> None:
    chosen = experiments()
    results = list(Runner(Path("build/test/faults"), SEED, SCALE, print).run(chosen))

    assert [one.number for one in results] == [one.number for one in chosen]
    assert [one.line() for one in results if not one.findings.held] == []
