"""Databases against topics: every gap named, what can be repaired repaired."""

import asyncio
from collections import Counter
from dataclasses import asdict

import msgspec
import typer

from deploy.console.comparing import compare
from deploy.console.places import bootstrap_servers
from deploy.console.repairing import repair
from deploy.console.shown import say
from shared.contracts.topics import SERVICES


def reconcile(
    mend: bool = typer.Option(False, "--repair", help="Repair what can be; a restored service ought to stand still"),
    by: str = typer.Option("", "--by", help="Who decides the repair, for the journal"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a gap"),
) -> None:
    """Compare states, outboxes, inboxes and journals of all services with the topics, and name every gap.

    Exit code 1 when there is one (with --repair: before it). Ask again after a repair: what is left is for a human.
    """
    if mend and not by:
        typer.echo("Who decides the repair? --by NAME", err=True)
        raise typer.Exit(2)
    found = asyncio.run(compare(bootstrap_servers()))
    for gap in found.gaps:
        say(msgspec.json.encode(asdict(gap)).decode() if as_json else gap.said())
    if not as_json:
        kinds = Counter(gap.kind for gap in found.gaps)
        typer.echo(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no gaps")
    if mend:
        for line in asyncio.run(repair(found, by, SERVICES)):
            say(line)
    raise typer.Exit(1 if found.gaps else 0)
