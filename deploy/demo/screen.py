"""What people see while the demonstration works: bars on a terminal, plain lines elsewhere."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from deploy.demo.dossier import Dossier, Outcome
from deploy.demo.driving import Landing
from deploy.demo.foresight import Foreseen
from deploy.demo.journey import LISTED, Journey
from deploy.demo.stages.sampling import Sample

PLAIN_EVERY_S = 2.0


def stage_sizes(dossiers: Sequence[Dossier], foreseen: Sequence[Foreseen]) -> dict[str, int]:
    """How many journeys must pass each stage, by what the files foresee."""
    listed = [one.outcome in LISTED.values() or one.outcome is Outcome.REINSTATED for one in foreseen]
    examined = sum(one.examined for one in foreseen)
    return {
        "filed": sum(one.outcome is not Outcome.TURNED_AWAY for one in foreseen),
        "admissible": examined,
        "evaluated": examined,
        "opined": examined,
        "decided": sum(one.examined and one.outcome is not Outcome.LAPSED for one in foreseen),
        "published": sum(listed),
        "complaints": sum(
            len(one.acts.complaints) for one, is_listed in zip(dossiers, listed, strict=True) if is_listed
        ),
        "at rest": len(foreseen),
        "expired": sum(one.after_a_year is Outcome.EXPIRED for one in foreseen),
    }


@dataclass(slots=True)
class Screen:
    """Tells of stages, jumps and the sample. `started` is when the demonstration was started (monotonic seconds)."""

    started: float
    console: Console = field(default_factory=Console)
    first_published_s: float | None = None
    finished: bool = False
    """Everything was shown; what remains is to stay up."""
    _bars: Progress | None = None
    _tasks: dict[str, TaskID] = field(default_factory=dict)
    _sizes: Mapping[str, int] = field(default_factory=dict)
    _passed: Counter[str] = field(default_factory=Counter)
    _told_at: float = 0.0

    @property
    def elapsed_s(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def say(self, line: str) -> None:
        """One line, with the time since the start."""
        self.console.print(f"[dim]{self.elapsed_s:6.1f} s[/dim]  {line}", highlight=False, soft_wrap=True)

    @contextmanager
    def stages(self, sizes: Mapping[str, int]) -> Iterator[None]:
        """Show how many journeys have passed each stage, while they run."""
        self._sizes = {stage: size for stage, size in sizes.items() if size}
        if not self.console.is_terminal:
            yield
            self._tell()
            return
        columns = (TextColumn("{task.description:>12}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self.console) as self._bars:
            self._tasks = {stage: self._bars.add_task(stage, total=size) for stage, size in self._sizes.items()}
            yield
        self._bars = None

    def passed(self, journey: Journey, stage: str) -> None:
        """A journey passed a stage."""
        self._passed[stage] += 1
        if stage == "published" and self.first_published_s is None:
            self.first_published_s = self.elapsed_s
            self.say(f"first published listing: {journey.dossier.service.name}")
        if stage == "fault":
            self.say(f"[red]{journey.dossier.service.name}: {journey.fault}[/red]")
        if self._bars and stage in self._tasks:
            self._bars.advance(self._tasks[stage])
        elif not self.console.is_terminal and time.monotonic() - self._told_at > PLAIN_EVERY_S:
            self._tell()

    def jumped(self, landing: Landing) -> None:
        """The simulated clock was moved."""
        seen = f"public catalogue: {landing.before}"
        if landing.after != landing.before:
            seen += f" → {landing.after}"
        self.say(f"clock moved to day {landing.jump.days} ({landing.jump.why.replace('_', ' ')}); {seen} services")

    def drawn(self, sample: Sample) -> None:
        """A sample of the listings was drawn."""
        self.say(f"sampling audit: {sample.drawn} of {sample.population} published listings drawn")

    def _tell(self) -> None:
        self._told_at = time.monotonic()
        self.say(" · ".join(f"{stage} {self._passed[stage]}/{size}" for stage, size in self._sizes.items()))
