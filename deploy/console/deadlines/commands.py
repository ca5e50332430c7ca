"""The deadlines that are set, with the reckoning behind each."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import asyncpg
import msgspec
import typer

from deploy.console.places import clock, service_named
from deploy.console.selection import with_database
from deploy.console.terminal import say
from shared.calendar.paris import PARIS
from shared.contracts.topics import SERVICES
from shared.http.derivations import explained
from shared.http.language import Language

app = typer.Typer(no_args_is_help=True, help="What the services wait for.")


@app.command("list")
def list_(  # noqa: PLR0913, PLR0917  # the options of the command
    service: str | None = typer.Option(None, "--service", "-s", help="One service only"),
    kind: str | None = typer.Option(None, "--kind", help="One kind only: the act that it leads to"),
    before: datetime | None = typer.Option(None, "--before", help="Due before this instant (UTC)"),
    dossier: str | None = typer.Option(None, "--dossier", help="One dossier only"),
    overdue: bool = typer.Option(False, "--overdue", help="Only those that are due and have not fired"),
    language: Language = typer.Option(Language.ENGLISH, "--language", help="Of the reckoning"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line"),
) -> None:
    """List deadlines by due date, how each was reckoned, and whether it is overdue: due, and not fired yet."""
    now = clock().now()
    until = now if overdue else before.replace(tzinfo=UTC) if before else None
    for name in [service] if service else SERVICES:
        for row in asyncio.run(_of(name, kind, until, dossier)):
            reckoning = [explained(step, language) for step in row["derivation"]]
            told = {"service": name, **row, "overdue": row["due_at"] <= now, "derivation": reckoning}
            for line in [msgspec.json.encode(told).decode()] if as_json else _said(told):
                say(line)


async def _of(service: str, kind: str | None, before: datetime | None, dossier: str | None) -> list[dict[str, Any]]:
    tables = [aggregate.table.name for aggregate in service_named(service).aggregates]
    owners = " UNION ALL ".join(f"SELECT id, dossier FROM {table}" for table in tables)

    async def ask(conn: asyncpg.Connection) -> list[Any]:
        found: list[Any] = await conn.fetch(
            "SELECT d.kind, d.due_at, o.dossier::text, d.aggregate::text, d.derivation::text FROM deadlines d "
            f"LEFT JOIN ({owners}) o ON o.id = d.aggregate WHERE ($1::text IS NULL OR d.kind = $1) "
            "AND ($2::timestamptz IS NULL OR d.due_at < $2) AND ($3::text IS NULL OR o.dossier::text = $3) "
            "ORDER BY d.due_at, d.id",
            kind,
            before,
            dossier,
        )
        return found

    rows = await with_database(service, ask)
    return [{**row, "derivation": msgspec.json.decode(row["derivation"])} for row in rows]


def _said(told: dict[str, Any]) -> list[str]:
    when = f"{told['due_at'].astimezone(PARIS):%Y-%m-%d %H:%M}"
    mark = " OVERDUE" if told["overdue"] else ""
    why = " · ".join(told["derivation"])
    return [f"{when}{mark}  {told['service']} {told['kind']}  dossier {told['dossier']}", f"    {why}"]
