"""The journal, checked."""

import asyncio
import itertools
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import typer

from deploy.console.places import database_url
from shared.contracts.topics import SERVICES
from shared.delivery.journal import COLUMNS, broken
from shared.persistence.connecting import connect

app = typer.Typer(no_args_is_help=True, help="The hash-chained journal of every act.")
EXPORTED = ("id", *COLUMNS, "previous", "hash")
BYTES = frozenset({"digest", "previous", "hash"})


async def _read(service: str) -> list[dict[str, Any]]:
    conn = await connect(database_url(service))
    try:
        rows = await conn.fetch(f"SELECT {', '.join(EXPORTED)} FROM journal ORDER BY id")
    finally:
        await conn.close()
    return [{**row, "aggregate": _text(row["aggregate"]), "dossier": _text(row["dossier"])} for row in map(dict, rows)]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@app.command()
def export(folder: Path = typer.Argument(help="Folder to write one JSON Lines file per service into")) -> None:
    """Write the journals out, for an auditor who verifies them elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    for service in SERVICES:
        rows = asyncio.run(_read(service))
        with (folder / f"{service}.jsonl").open("wb") as file:
            file.writelines(msgspec.json.encode(_plain(row)) + b"\n" for row in rows)
        typer.echo(f"{service}: {len(rows)} entries")


@app.command()
def verify(
    folder: Path | None = typer.Option(None, "--from", help="Folder of an export; without: the databases"),
) -> None:
    """Check every chain: a changed, removed or inserted entry is named. Exit code 1 when something is wrong."""
    wrong = 0
    for service in SERVICES:
        rows: Iterable[dict[str, Any]] = _exported(folder, service) if folder else asyncio.run(_read(service))
        counted, checked = itertools.tee(rows)
        faults = broken(checked)
        wrong += len(faults)
        typer.echo(f"{service}: {sum(1 for _ in counted)} entries, {len(faults) or 'no'} faults")
        for fault in faults:
            typer.echo(f"  {fault}")
    raise typer.Exit(1 if wrong else 0)


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value.hex() if name in BYTES else value for name, value in row.items()}


def _exported(folder: Path, service: str) -> list[dict[str, Any]]:
    lines = (folder / f"{service}.jsonl").read_bytes().splitlines()
    return [_revived(msgspec.json.decode(line)) for line in lines]


def _revived(row: dict[str, Any]) -> dict[str, Any]:
    revived = {name: bytes.fromhex(value) if name in BYTES else value for name, value in row.items()}
    return {**revived, "at": datetime.fromisoformat(row["at"])}
