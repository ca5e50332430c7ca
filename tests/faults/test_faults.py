"""Every fault experiment in a small form; `make faults` runs them at size."""

from pathlib import Path

import pytest

from tests.faults.experiment import Experiment, Ground
from tests.faults.registry import experiments
from tests.faults.running import Runner

SEED, SCALE = 20261123, 0.01
IN_COMMON = (Ground.SHARED, Ground.STRANGERS)


@pytest.mark.journey
def test_every_experiment_on_a_line_in_common_holds() -> None:
    assert not_held([one for one in experiments() if one.ground in IN_COMMON], Path("build/test/faults")) == []


def not_held(chosen: list[Experiment], root: Path) -> list[str]:
    """Run them, one after the other; what the lines say of those that did not hold."""
    results = list(Runner(root, SEED, SCALE, print).run(chosen))
    assert [one.number for one in results] == [one.number for one in chosen]
    return [one.line() for one in results if not one.findings.held]
