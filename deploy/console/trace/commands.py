"""One dossier through all services: every act and hop, in time order."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from deploy.console.places import connect_to, reading_url
from deploy.console.terminal import cell
from shared.calendar.paris import PARIS
from shared.contracts.topics import SERVICES
from shared.telemetry.propagation import parse

SELECT = (
    "SELECT at, door, act, rule, actor, outcome, state, version, events, message, trace "
    "FROM journal WHERE dossier = $1 ORDER BY at, id"
)


@dataclass(frozen=True, slots=True)
class Hop:
    """One line of the story: an act, performed or refused, as a service's journal has it."""

    at: datetime
    service: str
    door: str
    act: str
    actor: str
    rule: str
    outcome: str
    state: str | None
    events: str
    trace: str


async def hops(dossier: str) -> list[Hop]:
    """All hops of a dossier, oldest first."""
    found = await asyncio.gather(*(_of(service, dossier) for service in SERVICES))
    return sorted((hop for part in found for hop in part), key=lambda hop: hop.at)


async def _of(service: str, dossier: str) -> list[Hop]:
    conn = await connect_to(service, reading_url)
    try:
        rows = await conn.fetch(SELECT, dossier)
    finally:
        await conn.close()
    return [
        Hop(
            at=row["at"],
            service=service,
            door=row["door"],
            act=row["act"],
            actor=row["actor"],
            rule=row["rule"],
            outcome=row["outcome"],
            state=row["state"],
            events=row["events"],
            trace=trace_id(row["trace"]),
        )
        for row in rows
    ]


def trace_id(traceparent: str | None) -> str:
    """The trace that a stored traceparent names; nothing, where a stranger's is none."""
    found = parse(traceparent)
    return found.trace_id if found else ""


def trace(
    dossier: str = typer.Argument(help="Id of the dossier (a UUID)"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line, for other programs"),
) -> None:
    """Print a dossier's acts and hops in time order: when, service, act, actor, rule, event, trace id."""
    try:
        UUID(dossier)
    except ValueError:
        typer.echo(f"{dossier!r} is no dossier id: it looks like 01890a5d-ac96-774b-bcce-b302099a8057.", err=True)
        raise typer.Exit(2) from None
    story = asyncio.run(hops(dossier))
    if not story:
        typer.echo("No service knows this dossier.", err=True)
        raise typer.Exit(1)
    if as_json:
        for hop in story:
            typer.echo(msgspec.json.encode(asdict(hop)).decode())
    else:
        Console(width=None if Console().is_terminal else 200).print(_table(dossier, story))


def _table(dossier: str, story: list[Hop]) -> Table:
    table = Table(title=f"dossier {dossier}", title_justify="left", box=None, pad_edge=False)
    for name in ("when (Paris)", "service", "act", "actor", "rule", "event", "state", "trace"):
        table.add_column(name, no_wrap=True)
    for hop in story:
        style = None if hop.outcome == "performed" else "yellow"
        event = hop.events or ("" if hop.outcome == "performed" else f"refused: {hop.outcome}")
        when = hop.at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        cells = (when, hop.service, hop.act, hop.actor, hop.rule, event, hop.state or "", hop.trace)
        table.add_row(*map(cell, cells), style=style)
    return table
