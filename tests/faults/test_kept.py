"""Results of a run in parts come together; those of other dice, of another size or of a whole run do not."""

import json
from pathlib import Path

import pytest

from tests.faults.experiment import Findings, Result
from tests.faults.kept import Kept


def a_result(number: int, *, times: int = 1) -> Result:
    return Result(number=number, title="a title", findings=Findings(done="done", times=times), seconds=1.0)


def numbers(file: Path) -> list[tuple[int, int]]:
    """Experiment and how often, as they stand in the file."""
    return [(one["experiment"], one["times"]) for one in json.loads(file.read_text())["experiments"]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Experiments 3 and 1 were run."""
    kept = Kept(tmp_path / "faults.json", 7, 1.0, fresh=True)
    kept.add(a_result(3))
    kept.add(a_result(1))
    return kept.file


def test_parts_come_together_in_the_order_of_their_numbers(file: Path) -> None:
    Kept(file, 7, 1.0, fresh=False).add(a_result(2))

    assert numbers(file) == [(1, 1), (2, 1), (3, 1)]


def test_an_experiment_run_again_takes_the_place_of_the_earlier_one(file: Path) -> None:
    Kept(file, 7, 1.0, fresh=False).add(a_result(3, times=5))

    assert numbers(file) == [(1, 1), (3, 5)]


@pytest.mark.parametrize(("seed", "scale", "fresh"), [(8, 1.0, False), (7, 0.1, False), (7, 1.0, True)])
def test_other_dice_another_size_and_a_whole_run_begin_anew(file: Path, seed: int, scale: float, fresh: bool) -> None:
    Kept(file, seed, scale, fresh=fresh).add(a_result(2))

    assert numbers(file) == [(2, 1)]
