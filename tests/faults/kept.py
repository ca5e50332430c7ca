"""Results as JSON data, in a file: those of a run in parts, with the same dice and size, come together in it."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.experiment import Result


@dataclass(slots=True)
class Kept:
    """What is known so far. `fresh`: nothing of an earlier run counts."""

    file: Path
    seed: int
    scale: float
    fresh: bool
    _results: dict[int, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.fresh or not self.file.exists():
            return
        before = json.loads(self.file.read_text(encoding="utf-8"))
        if (before["seed"], before["scale"]) == (self.seed, self.scale):
            self._results = {one["experiment"]: one for one in before["experiments"]}

    def add(self, result: Result) -> None:
        """Write one more result down, in the place of an earlier one of the same experiment."""
        when = datetime.now(UTC).isoformat(timespec="seconds")
        self._results[result.number] = {**result.told(), "ended_at": when}
        told = {
            "seed": self.seed,
            "scale": self.scale,
            "experiments": [self._results[number] for number in sorted(self._results)],
        }
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
