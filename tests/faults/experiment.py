"""What an experiment is, and what it tells."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.faults.scene import Scene


class Ground(StrEnum):
    """What an experiment runs on."""

    SHARED = "shared"
    """The line that such experiments have in common, one after the other."""
    STRANGERS = "strangers"
    """Another one in common, for experiments that put records on its topics which no service sent."""
    OWN = "own"
    """A line of its own: what it does to clocks or topics would spoil others."""
    THREE_BROKERS = "three_brokers"
    """A line on a cluster of three."""


@dataclass(slots=True)
class Findings:
    """What was done and seen; `broken` says what did not hold."""

    done: str = ""
    times: int = 0
    dossiers: int = 0
    """How many went through the line meanwhile, each to where it must be."""
    seen: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def saw(self, what: str) -> None:
        """Something worth telling."""
        self.seen.append(what)

    def expect(self, holds: bool, otherwise: str) -> None:
        """It must hold; else the experiment has found something."""
        if not holds:
            self.broken.append(otherwise)

    @property
    def held(self) -> bool:
        """Everything expected was so, and something was done."""
        return not self.broken and self.times > 0


Run = Callable[["Scene", Findings], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Experiment:
    """One of the numbered experiments."""

    number: int
    title: str
    run: Run
    ground: Ground = Ground.SHARED
    limit_s: float = 300.0
    """How long it may take at SCALE=1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An experiment and what came of it."""

    number: int
    title: str
    findings: Findings
    seconds: float

    def line(self) -> str:
        """One line for people."""
        found = self.findings
        verdict = "held" if found.held else f"NOT HELD: {'; '.join(found.broken) or 'nothing was done'}"
        what = f"{found.done} ×{found.times}" if found.times else found.done
        seen = [f"{found.dossiers} dossiers"] * bool(found.dossiers) + found.seen
        return f"{self.number:>2} {self.title}: {what}; {', '.join(seen)} ({self.seconds:.0f} s): {verdict}"

    def told(self) -> dict[str, object]:
        """As JSON data."""
        found = self.findings
        return {
            "experiment": self.number,
            "title": self.title,
            "done": found.done,
            "times": found.times,
            "dossiers": found.dossiers,
            "seen": found.seen,
            "held": found.held,
            "broken": found.broken,
            "seconds": round(self.seconds, 1),
        }
