"""The journal: exported, verified, sealed, anchored."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typer

from deploy.console.anchors import disowned, roots
from deploy.console.exports import ends_of, entries_of, seals_of, write_export
from deploy.console.places import clock, database_url
from deploy.console.verifications import keep_verification
from shared.calendar.paris import paris_day
from shared.contracts.topics import SERVICES
from shared.delivery.journal import broken
from shared.delivery.sealing import Sealer
from shared.delivery.seals import Seal, SealCheck
from shared.persistence.connecting import connect

app = typer.Typer(no_args_is_help=True, help="The journal of every act: chained per aggregate, sealed per service.")
FROM = typer.Option(None, "--from", help="Folder of an export; without: the databases")


@app.command()
def export(
    folder: Path = typer.Argument(help="Folder for the journals, seals and ends of all services"),
) -> None:
    """Write the journals out, for an auditor who verifies them elsewhere."""
    folder.mkdir(parents=True, exist_ok=True)
    for service in SERVICES:
        typer.echo(f"{service}: {asyncio.run(write_export(service, folder))} entries")


@app.command()
def verify(
    folder: Path | None = FROM,
    root: Path | None = typer.Option(None, help="File with roots printed by `journal root`, kept elsewhere since"),
    by: str | None = typer.Option(None, help="Keep the result of each database, for metrics and alerts, in this name"),
    service: str | None = typer.Option(None, "--service", "-s", help="One service only; no other database is needed"),
) -> None:
    """Check every chain and seal: what was changed, removed or added is named. Exit code 1 when something is wrong."""
    if by and folder:
        raise typer.BadParameter("an export has no metrics: give --by or --from")
    if root and service:
        raise typer.BadParameter("a root is one over all services: give --root or --service")
    services, began = _chosen(service), time.monotonic()
    with _exported(folder, services) as export_:
        found = {one: _verified(export_, one) for one in services}
        wrong = sum(faults for _, faults in found.values())
        seals = {one: seals_of(export_, one) for one in services}
    for fault in disowned(root.read_text().splitlines(), seals) if root else ():
        typer.echo(fault)
        wrong += 1
    for one, (entries, faults) in found.items() if by else ():
        seconds = time.monotonic() - began
        asyncio.run(keep_verification(one, str(by), seconds=seconds, entries=entries, faults=faults))
    raise typer.Exit(1 if wrong else 0)


def _chosen(service: str | None) -> Sequence[str]:
    if service and service not in SERVICES:
        raise typer.BadParameter(f"there is no service {service}; there are: {', '.join(SERVICES)}")
    return (service,) if service else SERVICES


def _verified(folder: Path, service: str) -> tuple[int, int]:
    """Entries read, faults found."""
    check = SealCheck(service, seals_of(folder, service))
    tally = _Tally()
    faults = broken(tally.counted(check.watched(entries_of(folder, service))), ends_of(folder, service)) + check.faults
    sealed = sum(seal.entries for seal in check.seals)
    typer.echo(f"{service}: {tally.entries} entries, {sealed} sealed, {len(faults) or 'no'} faults")
    for fault in faults:
        typer.echo(f"  {fault}")
    return tally.entries, len(faults)


@app.command()
def seal() -> None:
    """Seal what the services have not sealed yet; they do it themselves twice a minute."""
    for service in SERVICES:
        for one in asyncio.run(_seal(service)):
            typer.echo(f"{service}: seal {one.number} over {one.entries} entries, {one.hash.hex()}")


async def _seal(service: str) -> list[Seal]:
    conn = await connect(database_url(service))
    try:
        return await Sealer(service, clock()).seal(conn)
    finally:
        await conn.close()


@app.command("root")
def root_of(
    day: datetime = typer.Option(..., formats=["%Y-%m-%d"], help="Legal day (Paris)"),
    folder: Path | None = FROM,
) -> None:
    """Print the root of a day, to be kept where nobody of the line can write; `verify --root` compares."""
    chosen: date = day.date()
    with _exported(folder, SERVICES) as export_:
        lines = roots(chosen, {service: seals_of(export_, service) for service in SERVICES})
    if paris_day(clock().now()) <= chosen:
        typer.echo(f"{chosen} is not over: these are its roots until now", err=True)
        lines.pop()
    typer.echo("\n".join(lines))


@contextmanager
def _exported(folder: Path | None, services: Sequence[str]) -> Iterator[Path]:
    """The export to look at: the one given, or one made now."""
    if folder:
        yield folder
        return
    with TemporaryDirectory() as made:
        for service in services:
            asyncio.run(write_export(service, Path(made)))
        yield Path(made)


class _Tally:
    entries = 0

    def counted(self, rows: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The same rows, counted."""
        for row in rows:
            self.entries += 1
            yield row
