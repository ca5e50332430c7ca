"""All experiments, in the order in which they run: those that share a line first."""

from importlib import import_module
from pathlib import Path

from tests.faults.experiment import Experiment, Ground

ORDER = (Ground.SHARED, Ground.STRANGERS, Ground.OWN, Ground.THREE_BROKERS)


def experiments() -> list[Experiment]:
    """Every module named e<number>_<what>.py has one."""
    files = sorted(Path(__file__).parent.glob("e[0-9][0-9]_*.py"))
    found: list[Experiment] = [import_module(f"tests.faults.{file.stem}").EXPERIMENT for file in files]
    return sorted(found, key=lambda one: (ORDER.index(one.ground), one.number))
