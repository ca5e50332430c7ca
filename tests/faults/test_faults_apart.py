"""The experiments that need a line of their own, in a file of its own: another process may run it beside the others."""

from pathlib import Path

import pytest

from tests.faults.registry import experiments
from tests.faults.test_faults import IN_COMMON, not_held


@pytest.mark.journey
def test_every_experiment_on_a_line_of_its_own_holds() -> None:
    chosen = [one for one in experiments() if one.ground not in IN_COMMON]

    assert chosen != []
    assert not_held(chosen, Path("build/test/faults-apart")) == []
