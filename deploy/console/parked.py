"""Parked records: what could not be taken, why, and what to do about it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import asyncpg
import msgspec
import typer
from rich.console import Console
from rich.table import Table

from deploy.console.places import database_url, service_named
from deploy.console.redriving import drop_record, redrive_record
from shared.contracts.topics import SERVICES
from shared.persistence.connecting import connect

app = typer.Typer(no_args_is_help=True, help="Records that a service set aside instead of losing them.")
T = TypeVar("T")
SERVICE = typer.Option(None, "--service", "-s", help="One service only")
BY = typer.Option(..., "--by", help="Who decides this, for the journal")
unpack = msgspec.msgpack.Decoder(list[tuple[str, bytes]]).decode
SHOWN = 2000


async def _each(service: str | None, ask: Callable[[str, asyncpg.Connection], Awaitable[list[T]]]) -> list[T]:
    found: list[T] = []
    for name in [service] if service else SERVICES:
        conn = await connect(database_url(name))
        try:
            found += await ask(name, conn)
        finally:
            await conn.close()
    return found


async def _rows(service: str | None, reason: str | None, status: str) -> list[tuple[str, Any]]:
    async def ask(name: str, conn: asyncpg.Connection) -> list[tuple[str, Any]]:
        rows = await conn.fetch(
            "SELECT * FROM parked WHERE status = $1 AND ($2::text IS NULL OR reason = $2) ORDER BY parked_at, id",
            status,
            reason,
        )
        return [(name, row) for row in rows]

    return await _each(service, ask)


@app.command("list")
def list_(
    service: str | None = SERVICE,
    reason: str | None = typer.Option(None, help="One reason only, say bad_body or held"),
    status: str = typer.Option("parked", help="parked, redriven or dropped"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line"),
) -> None:
    """List parked records with reason and position; exit code 0 also when there is none."""
    rows = asyncio.run(_rows(service, reason, status))
    if as_json:
        for name, row in rows:
            told = {
                "service": name,
                "id": str(row["id"]),
                "reason": row["reason"],
                "detail": row["detail"],
                "topic": row["topic"],
                "partition": row["partition"],
                "offset": row["position"],
                "parked_at": row["parked_at"],
            }
            typer.echo(msgspec.json.encode(told).decode())
        return
    table = Table(box=None, pad_edge=False)
    for column in ("id", "service", "reason", "topic/partition@offset", "parked at", "detail"):
        table.add_column(column, no_wrap=column != "detail")
    for name, row in rows:
        place = f"{row['topic']}/{row['partition']}@{row['position']}"
        table.add_row(
            str(row["id"]), name, row["reason"], place, f"{row['parked_at']:%Y-%m-%d %H:%M:%S}", row["detail"]
        )
    Console().print(table if rows else f"Nothing is {status}.")


@app.command()
def show(record: str = typer.Argument(help="Id from `parked list`")) -> None:
    """Show one parked record: reason, position, trace, headers, body."""
    name, row = asyncio.run(_one(record))
    typer.echo(f"{row['status']} by {name}: {row['reason']}\n  {row['detail']}")
    typer.echo(f"at {row['topic']} partition {row['partition']} offset {row['position']}, {row['parked_at']}")
    typer.echo(f"aggregate {row['aggregate']}  dossier {row['dossier']}  trace {row['traceparent']}")
    for header, value in unpack(row["headers"]):
        typer.echo(f"  {header}: {value!r}")
    body = row["value"] or b""
    typer.echo(f"{len(body)} bytes:\n{body[:SHOWN].decode(errors='backslashreplace')}")


@app.command()
def redrive(
    record: str = typer.Argument(help="Id from `parked list`"),
    by: str = BY,
    dry_run: bool = typer.Option(False, help="Say what would be done, do nothing"),
) -> None:
    """Perform a parked record now, exactly once; then, in order, those that were held behind it."""
    name, row = asyncio.run(_one(record))
    if dry_run:
        typer.echo(f"would redrive {record} in {name}, then what is held behind key {row['key']!r}")
        return
    done, still = asyncio.run(redrive_record(service_named(name), database_url(name), row, by))
    typer.echo(f"redriven: {done}; still parked: {still or 'none'}")
    raise typer.Exit(1 if still else 0)


@app.command()
def drop(
    record: str = typer.Argument(help="Id from `parked list`"),
    by: str = BY,
    reason: str = typer.Option(..., help="Why it may be given up, for the journal"),
) -> None:
    """Give a parked record up for good; what was held behind it can be redriven next."""
    name, row = asyncio.run(_one(record))
    asyncio.run(drop_record(service_named(name), database_url(name), row, by, reason))
    typer.echo(f"dropped {record} in {name}")


async def _one(record: str) -> tuple[str, Any]:
    async def ask(name: str, conn: asyncpg.Connection) -> list[tuple[str, Any]]:
        return [(name, row) for row in await conn.fetch("SELECT * FROM parked WHERE id::text = $1", record)]

    found = await _each(None, ask)
    if not found:
        typer.echo(f"No parked record {record}; see: referencement parked list", err=True)
        raise typer.Exit(1)
    return found[0]
