"""The end of a demonstration on the screen: outcomes, the oracle, where to look."""

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deploy.demo.journey import Journey
from deploy.demo.summary import Summary
from deploy.oracle.verdict import as_text

MOST_ROWS = 60


def show_outcomes(console: Console, summary: Summary) -> None:
    """A row per dossier; of many dossiers, a row per outcome and one for each that went elsewhere."""
    if len(summary.journeys) <= MOST_ROWS:
        console.print(_each(summary.journeys, "Dossiers"))
        return
    console.print(_counted(summary.journeys))
    stray = tuple(one for one in summary.journeys if not one.as_foreseen)
    if stray:
        console.print(_each(stray, "Not as foreseen"))


def show_verdict(console: Console, summary: Summary) -> None:
    """What the oracle says."""
    verdict = summary.verdict
    looked = (
        f"{verdict.commands} commands accepted, {verdict.aggregates} aggregates, {verdict.entries} journal entries, "
        f"{verdict.events} events, {verdict.repeats} repeats on the wire"
    )
    said = "[green]nothing lost, nothing doubled, order kept[/green]"
    if not verdict.holds:
        said = f"[red]{len(verdict.faults)} faults[/red]"
    console.print(f"Oracle: {said} ({looked})", highlight=False, soft_wrap=True)
    if not verdict.holds:
        console.print(escape(as_text(verdict.faults)), highlight=False, soft_wrap=True)


def show_addresses(console: Console, urls: Mapping[str, str], follow_up: str, dossier: str) -> None:
    """Where to look; whole addresses, however narrow the terminal."""
    places = {
        "public catalogue": f"{urls['catalogue']}/",
        "one dossier's timeline": follow_up,
        "evaluators' pages": f"{urls['evaluation']}/instruction",
        "publishers' dossiers": f"{urls['intake']}/mes-dossiers",
        **{f"API of {service}": f"{url}/docs" for service, url in urls.items()},
        "its acts and hops": f"{Path(sys.executable).with_name('referencement')} trace {dossier}",
    }
    for what, where in places.items():
        console.print(f"  [bold]{what:<24}[/bold] {where}", highlight=False, soft_wrap=True)


def _each(journeys: tuple[Journey, ...], title: str) -> Table:
    table = Table("service", "foreseen", "seen", "after a year", "", title=title, title_justify="left")
    for one in journeys:
        mark = "[green]✓[/green]" if one.as_foreseen else f"[red]✗ {escape(one.fault)}[/red]"
        name = escape(one.dossier.service.name)
        table.add_row(name, one.foreseen.outcome, one.rested or "under way", one.later or "under way", mark)
    return table


def _counted(journeys: tuple[Journey, ...]) -> Table:
    table = Table("foreseen", "seen", "after a year", "dossiers", title="Dossiers", title_justify="left")
    rows = Counter((one.foreseen.outcome, one.rested or "under way", one.later or "under way") for one in journeys)
    for (foreseen, seen, later), number in sorted(rows.items()):
        table.add_row(foreseen, seen, later, str(number))
    return table
