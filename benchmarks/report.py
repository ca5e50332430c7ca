"""Tables for people, build/bench.json for programs."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Results
from benchmarks.targets import TARGETS

FILE = Path("build/bench.json")
console = Console(width=None if Console().is_terminal else 160)


def say(what: str, figures: Mapping[str, float] | None = None) -> None:
    """Progress."""
    told = (f"{name} {value:.4g}" for name, value in (figures or {}).items() if not name.startswith("bytes_"))
    console.print(f"{what}  [dim]{'  '.join(told)}[/dim]", highlight=False, soft_wrap=True)


def tell(circumstances: Mapping[str, Mapping[str, object]], results: Results) -> None:
    """All figures, then the targets; and the file."""
    for name, facts in circumstances.items():
        console.print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in facts.items()), highlight=False)
    console.print(_figures(results))
    reached = _reached(results)
    console.print(_targets(reached))
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps({**circumstances, "results": results, "targets": reached}, indent=2, ensure_ascii=False))


def _figures(results: Results) -> Table:
    table = Table("measure", *results)
    measures = dict.fromkeys(
        (measure, name) for of in results.values() for measure, found in of.items() for name in found
    )
    for measure, name in measures:
        values = (of.get(measure, {}).get(name) for of in results.values())
        table.add_row(f"{measure}  {name}", *("" if value is None else f"{value:.4g}" for value in values))
    return table


def _reached(results: Results) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for target in TARGETS:
        with suppress(KeyError):  # not measured in this run
            value = target.of(results)
            found.append({**asdict(target), "of": value, "reached": target.reached(value)})
    return found


def _targets(reached: list[dict[str, Any]]) -> Table:
    table = Table("target", "found", "to reach", "reached")
    for row in reached:
        bound = f"{'≥' if row['least'] else '≤'} {row['bound']:g}"
        table.add_row(row["measure"], f"{row['of']:.3g}", bound, "yes" if row["reached"] else "NO")
    return table


def tell_profile(found: Mapping[str, Mapping[str, float]]) -> None:
    """Where the time of a dossier goes."""
    for name, parts in found.items():
        table = Table(name, "ms per dossier", "share")
        whole = sum(parts.values()) or 1.0
        for part, spent in sorted(parts.items(), key=lambda item: -item[1]):
            table.add_row(part, f"{spent:.4f}", f"{100 * spent / whole:.1f} %")
        console.print(table)
