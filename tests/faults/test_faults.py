"""One small experiment for each kind of fault; `make faults` runs all of them, at size."""

from collections.abc import Collection
from pathlib import Path

import pytest

from tests.faults.experiment import Ground
from tests.faults.registry import experiments
from tests.faults.running import Runner

SEED, SCALE = 20261123, 0.01
KINDS = {
    2: "a process ends between any two steps",
    3: "the database is away",
    7: "a process stands still, and goes on",
    9: "everything is delivered again",
    10: "topics are read in another order",
    14: "a migration breaks off, or runs three times at once",
    15: "processes end in good order and start again",
    19: "clocks jump",
    21: "the same command many times at once",
    22: "two commands against one another",
    26: "files of strangers",
    28: "the journal is tampered with",
    33: "records that cannot be decoded",
    34: "records with more than they may have",
    35: "records compressed otherwise",
    37: "a database is put back",
    38: "the brokers are away",
}
LEFT = {
    1: "as 2, and as journeys/test_kill.py",
    5: "as 38, with a cluster of three",
    6: "as 3 and 38, through a network that cuts",
    8: "as 7 and 15",
    11: "as 33 and 34",
    12: "measures processor time",
    17: "as 37, and with all databases at once",
    18: "as delivery/test_records_gone.py",
    20: "as 19, and measures",
    27: "as http/rates, and measures",
    32: "measures time and memory",
    36: "as delivery/test_recreated.py",
}
"""What is run by `make faults` alone, and what stands for it here."""
SHARED = frozenset({Ground.SHARED})


@pytest.mark.journey
def test_every_kind_of_fault_on_a_line_in_common_leaves_nothing_lost_or_doubled() -> None:
    assert not_held(SHARED, Path("build/test/faults")) == []


def test_every_experiment_stands_for_a_kind_or_is_left_to_the_whole_run() -> None:
    assert [one.number for one in experiments() if (one.number in KINDS) == (one.number in LEFT)] == []


def not_held(grounds: Collection[Ground], root: Path) -> list[str]:
    """Run those of the kinds that need one of these grounds; what their lines say that did not hold."""
    chosen = [one for one in experiments() if one.ground in grounds and one.number in KINDS]
    results = []
    for result in Runner(root, SEED, SCALE, print).run(chosen):
        print(result.line())  # noqa: T201  # what pytest shows of a failure
        results.append(result)
    assert [one.number for one in results] == [one.number for one in chosen] != []
    return [one.line() for one in results if not one.findings.held]
