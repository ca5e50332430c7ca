"""The experiments that need lines of their own, in a file of its own: another process may run it beside the others."""

from pathlib import Path

import pytest

from tests.faults.experiment import Ground
from tests.faults.test_faults import SHARED, not_held


@pytest.mark.journey
def test_every_kind_of_fault_on_lines_apart_leaves_nothing_lost_or_doubled() -> None:
    assert not_held(frozenset(Ground) - SHARED, Path("build/test/faults-apart")) == []
