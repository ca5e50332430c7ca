"""What is to be reached: each target a figure made of the results, and a bound."""

from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.figures import Results
from benchmarks.sizes import RATES

Of = Callable[[Results], float]


@dataclass(frozen=True, slots=True)
class Target:
    """One line of the table."""

    measure: str
    of: Of
    bound: float
    least: bool = False
    """True: at least the bound; False: at most."""

    def reached(self, found: float) -> bool:
        """Whether the figure is on the right side."""
        return found >= self.bound if self.least else found <= self.bound


def ratio(measure: str, figure: str, other: str) -> Of:
    """The line's figure divided by another contender's."""
    return lambda results: results["line"][measure][figure] / results[other][measure][figure]


def own(measure: str, figure: str) -> Of:
    """The line's figure."""
    return lambda results: results["line"][measure][figure]


def _steady(rate: int) -> tuple[Target, ...]:
    at = f"{rate}/s"
    return (
        Target(f"{at}: CPU per dossier ÷ DBOS", ratio(at, "cpu_ms", "dbos"), 1.0),
        Target(f"{at}: CPU per dossier ÷ floor", ratio(at, "cpu_ms", "floor"), 0.5),
        Target(f"{at}: p50 ÷ floor", ratio(at, "p50_ms", "floor"), 1.5),
        Target(f"{at}: p50 ÷ DBOS", ratio(at, "p50_ms", "dbos"), 1.0),
        Target(f"{at}: p99 ÷ own p50", lambda r: r["line"][at]["p99_ms"] / r["line"][at]["p50_ms"], 3.0),
    )


def _once(results: Results) -> float:
    found = results["line"]["deadlines"]
    return min(found["ended"], found["told_once"]) / found["due"]


def _signed(results: Results) -> float:
    found = results["line"]["signing"]
    return found["cpu_ms"] / found["unsigned_cpu_ms"]


def _grown(measure: str, figure: str) -> Of:
    """How many times worse with many dossiers in the tables."""

    def of(results: Results) -> float:
        few, many = (results["line"][f"{size}, {measure}"][figure] for size in ("few", "many"))
        return few / many if figure.endswith("per_s") else many / few

    return of


def _cost(kind: str, other: str) -> Of:
    """CPU of one kind of request, PostgreSQL's included, divided by that of another."""
    return lambda results: results["line"]["reads"][f"{kind}_cpu_ms"] / results["line"]["reads"][f"{other}_cpu_ms"]


def _per_core(results: Results) -> float:
    return 1000 / results["line"]["reads"]["one, ours_service_cpu_ms"]


TARGETS = (
    Target("saturation: dossiers/s ÷ floor", ratio("saturation", "dossiers_per_s", "floor"), 0.6, least=True),
    Target("saturation: dossiers/s ÷ DBOS", ratio("saturation", "dossiers_per_s", "dbos"), 20, least=True),
    Target("saturation: CPU per dossier ÷ floor", ratio("saturation", "cpu_ms", "floor"), 2.0),
    Target("saturation: bytes per dossier ÷ floor", ratio("saturation", "bytes", "floor"), 1.5),
    *(target for rate in RATES for target in _steady(rate)),
    Target("signing: CPU per dossier ÷ unsigned", _signed, 1.1),
    Target("growth: dossiers/s, times worse", _grown("saturation", "dossiers_per_s"), 1.2),
    Target("growth: CPU per dossier at saturation", _grown("saturation", "cpu_ms"), 1.2),
    Target("growth: bytes per dossier", _grown("saturation", "bytes"), 1.2),
    *(Target(f"growth: CPU per dossier at {rate}/s", _grown(f"{rate}/s", "cpu_ms"), 1.2) for rate in RATES),
    *(Target(f"growth: p50 at {rate}/s", _grown(f"{rate}/s", "p50_ms"), 1.2) for rate in RATES),
    *(Target(f"growth: p99 at {rate}/s", _grown(f"{rate}/s", "p99_ms"), 1.2) for rate in RATES),
    Target("backlog: caught up, times the steady rate", own("backlog", "times_steady"), 3.0, least=True),
    Target("rebuild: events/s", own("rebuild", "events_per_s"), 20_000, least=True),
    Target("rebuild: hash equal", own("rebuild", "equal"), 1.0, least=True),
    Target("deadlines in one second: told exactly once, share", _once, 1.0, least=True),
    Target("deadlines in one second: API p99, times normal", own("deadlines", "times_normal"), 2.0),
    Target("real dossier, filing to catalogue: CPU ms", own("dossier", "cpu_ms"), 60),
    Target("reads: one row ÷ bare floor", _cost("one, ours", "one, bare"), 2.0),
    Target("reads: list ÷ its SQL", _cost("list, ours", "list, bare"), 2.5),
    Target("reads: search ÷ its SQL", _cost("search, ours", "search, bare"), 2.5),
    Target("reads: page of a list ÷ its JSON", _cost("list page, ours", "list, ours"), 3.0),
    Target("reads: page of one ÷ its JSON", _cost("one page, ours", "one, ours"), 3.0),
    Target("reads: authenticated ÷ one row", _cost("authenticated", "one, ours"), 2.5),
    Target("reads: command ÷ /livez", _cost("command", "livez"), 5.0),
    Target("reads: rows/s that one core of one process gives", _per_core, 1_000, least=True),
    Target("idle: MB per service", own("idle", "memory_mb"), 90),
    Target("idle: % of a core per service", own("idle", "core_percent"), 0.5),
)
