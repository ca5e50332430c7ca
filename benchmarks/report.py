"""Tables for people (build/bench.md has them too), build/bench.json for programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.figures import Results
from benchmarks.targets import TARGETS, Target

Content = tuple[list[str], list[list[str]]]
"""Titles and rows of a table."""
FILE = Path("build/bench.json")
console = Console(width=None if Console().is_terminal else 160)


def say(what: str, figures: Mapping[str, float] | None = None) -> None:
    """Progress."""
    told = (f"{name} {value:.4g}" for name, value in (figures or {}).items() if not name.startswith("bytes_"))
    console.print(f"{what}  [dim]{'  '.join(told)}[/dim]", highlight=False, soft_wrap=True)


def tell(circumstances: Mapping[str, Mapping[str, object]], results: Results) -> None:
    """All figures, then the targets; and the files."""
    reached = [row for target in TARGETS if (row := _reached(target, results))]
    for name, facts in circumstances.items():
        console.print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in facts.items()), highlight=False)
    for titles, rows in (_figures(results), _targets(reached)):
        table = Table(*titles)
        for cells in rows:
            table.add_row(*cells)
        console.print(table)
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps({**circumstances, "results": results, "targets": reached}, indent=2, ensure_ascii=False))
    FILE.with_suffix(".md").write_text("\n".join(_markdown(*_targets(reached)) + _markdown(*_figures(results))))


def _figures(results: Results) -> Content:
    measures = dict.fromkeys(
        (measure, name) for of in results.values() for measure, found in of.items() for name in found
    )
    rows = []
    for measure, name in measures:
        values = (of.get(measure, {}).get(name) for of in results.values())
        rows.append([measure, name, *("" if value is None else f"{value:.4g}" for value in values)])
    return ["measure", "figure", *results], rows


def _targets(reached: Sequence[Mapping[str, Any]]) -> Content:
    rows = []
    for row in reached:
        bound = f"{'≥' if row['least'] else '≤'} {row['bound']:g}"
        rows.append([row["measure"], f"{row['of']:.3g}", bound, "yes" if row["reached"] else "NO"])
    return ["target", "found", "to reach", "reached"], rows


def _reached(target: Target, results: Results) -> dict[str, Any] | None:
    try:
        found = target.of(results)
    except KeyError:  # not measured in this run
        return None
    return {**asdict(target), "of": found, "reached": target.reached(found)}


def _markdown(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [titles, ["---"] * len(titles), *rows]
    return [f"| {' | '.join(line)} |" for line in lines] + [""]


def tell_profile(found: Mapping[str, Mapping[str, float]]) -> None:
    """Where the time of a dossier goes."""
    for name, parts in found.items():
        table = Table(name, "ms per dossier", "share")
        whole = sum(parts.values()) or 1.0
        for part, spent in sorted(parts.items(), key=lambda item: -item[1]):
            table.add_row(part, f"{spent:.4f}", f"{100 * spent / whole:.1f} %")
        console.print(table)
