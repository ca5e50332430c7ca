"""`journal reads`: who saw a dossier, its documents, a complaint; or what somebody saw."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from deploy.console.places import connect_to, reading_url
from deploy.console.terminal import cell
from deploy.console.trace.commands import trace_id
from shared.calendar.paris import PARIS
from shared.contracts.topics import SERVICES

SELECT = "SELECT at, channel, what, actor, roles, organisation, dossier::text, subjects::text[], trace FROM reads"
OF_ID = f"{SELECT} WHERE dossier = $1 OR subjects && $2::uuid[] ORDER BY at, id"
BY_ACTOR = f"{SELECT} WHERE actor = $1 ORDER BY at, id"
NAMED = (
    "SELECT DISTINCT found #>> '{}' AS document FROM applications, "
    "jsonb_path_query(body, 'strict $.**.document') AS found WHERE id = $1 AND jsonb_typeof(found) = 'string'"
)
"""The documents that a dossier names, drafted or filed."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One read: who saw what, and when."""

    at: datetime
    service: str
    what: str
    channel: str
    actor: str
    roles: str
    organisation: str | None
    dossier: str | None
    subjects: Sequence[str]
    trace: str


def reads(
    id_: str | None = typer.Argument(None, metavar="ID", help="Of a dossier, complaint, document, case: who saw it"),
    actor: str | None = typer.Option(None, help="What somebody saw, by the subject of their token; instead of an ID"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line, for other programs"),
) -> None:
    """Who saw a dossier and the documents it names, or a complaint: when, what, who, in which role, by which channel.

    Lists count for each of what they showed. Exit code 1: no read is journaled.
    """
    if bool(id_) == bool(actor):
        raise typer.BadParameter("give an ID, or --actor")
    found = asyncio.run(seen_by(actor) if actor else who_saw(_uuid(str(id_))))
    if not found:
        typer.echo("No read is journaled.", err=True)
        raise typer.Exit(1)
    if as_json:
        for one in found:
            typer.echo(msgspec.json.encode(asdict(one)).decode())
    else:
        Console(width=None if Console().is_terminal else 200).print(_table(found))


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no id: it looks like 01890a5d-ac96-774b-bcce-b302099a8057") from None


async def who_saw(id_: str) -> list[Seen]:
    """Reads of an aggregate, of all that belongs to it as a dossier, and of the documents that it names."""
    subjects = [id_, *await _documents(id_)]
    return _in_order(await asyncio.gather(*(_found(service, OF_ID, id_, subjects) for service in SERVICES)))


async def seen_by(actor: str) -> list[Seen]:
    """All reads of one person."""
    return _in_order(await asyncio.gather(*(_found(service, BY_ACTOR, actor) for service in SERVICES)))


def _in_order(parts: Iterable[list[Seen]]) -> list[Seen]:
    return sorted((one for part in parts for one in part), key=lambda one: one.at)


async def _documents(dossier: str) -> list[str]:
    conn = await connect_to("intake", reading_url)
    try:
        return [row["document"] for row in await conn.fetch(NAMED, dossier) if _is_uuid(row["document"])]
    finally:
        await conn.close()


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


async def _found(service: str, query: str, *arguments: object) -> list[Seen]:
    conn = await connect_to(service, reading_url)
    try:
        rows = await conn.fetch(query, *arguments)
    finally:
        await conn.close()
    return [Seen(service=service, **{**row, "trace": trace_id(row["trace"])}) for row in rows]


def _table(found: Sequence[Seen]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("when (Paris)", "service", "what", "channel", "actor", "roles", "organisation", "dossier", "trace"):
        table.add_column(name, no_wrap=True)
    for one in found:
        when = one.at.astimezone(PARIS).strftime("%Y-%m-%d %H:%M:%S")
        cells = (
            when,
            one.service,
            one.what,
            one.channel,
            one.actor,
            one.roles,
            one.organisation,
            one.dossier,
            one.trace,
        )
        table.add_row(*map(cell, cells))
    return table
