"""The journal: exported, verified, covered by checkpoints, anchored."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import typer

from deploy.console import places as installation
from deploy.console.journal.anchor_stores import Keeper, keepers
from deploy.console.journal.anchors import anchor, compared, disowned, roots
from deploy.console.journal.clearing import clear_reads
from deploy.console.journal.exports import checkpoints_of, write_export
from deploy.console.journal.reads import reads
from deploy.console.journal.verifications import Verification, keep_verification, verify_export
from deploy.console.places import clock, connect_to, database_url
from deploy.console.terminal import say
from shared.calendar.paris import paris_day
from shared.contracts.topics import SERVICES
from shared.delivery.journal.checkpoints import Checkpoint
from shared.delivery.recovery.covering_entries import cover_service
from shared.delivery.tasks.checkpoint_writer import CheckpointWriter

app = typer.Typer(
    no_args_is_help=True, help="The journal of every act: chained per aggregate, with checkpoints per service."
)
app.command()(reads)
app.command("clear-reads")(clear_reads)
FROM = typer.Option(None, "--from", help="Folder of an export; without: the databases")


@app.command()
def export(
    folder: Path = typer.Argument(help="Folder for the journals, checkpoints and ends of all services"),
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
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line: what was read, then each fault"),
    anchor_too: bool = typer.Option(False, "--anchor", help="Then keep roots of what holds outside: journal anchor"),
) -> None:
    """Check every chain and checkpoint, what stands now against the last entries, and roots that are kept outside.

    What was changed, removed or added is named. Exit code 1 when something is wrong."""
    if by and folder:
        raise typer.BadParameter("an export has no metrics: give --by or --from")
    if root and service:
        raise typer.BadParameter("a root is one over all services: give --root or --service")
    services, began = _chosen(service), time.monotonic()
    with _exported(folder, services) as export_:
        found = [verify_export(export_, one) for one in services]
        checkpoints = {one: checkpoints_of(export_, one) for one in services}
        if places := keepers():
            found = [asyncio.run(_with_roots(one, checkpoints[one.service], places)) for one in found]
    for one in found:
        _tell(one, as_json=as_json)
    lines = disowned(root.read_text().splitlines(), checkpoints) if root else []
    for line in lines:
        say(msgspec.json.encode({"code": "root_differs", "told": line}).decode() if as_json else line)
    for one in found if by else ():
        asyncio.run(keep_verification(one, str(by), seconds=time.monotonic() - began))
    wrong = {one.service for one in found if one.faults}
    if anchor_too and not folder:
        _anchor([one for one in services if one not in wrong], by or "verification")
    raise typer.Exit(1 if lines or wrong else 0)


async def _with_roots(one: Verification, checkpoints: Sequence[Checkpoint], places: Sequence[Keeper]) -> Verification:
    known, faults = await compared(one.service, checkpoints, places)
    return replace(one, roots=known, faults=(*one.faults, *faults))


@app.command("anchor")
def anchor_(
    by: str = typer.Option(help="In whose name"),
    service: str | None = typer.Option(None, "--service", "-s", help="One service only"),
) -> None:
    """Have the newest checkpoint of each service kept outside: in ANCHOR_BUCKET, in ANCHOR_DATABASE_URL, or both."""
    _anchor(_chosen(service), by)


def _anchor(services: Sequence[str], by: str) -> None:
    places = keepers()
    if not places:
        typer.echo(
            "Nowhere to keep roots: set ANCHOR_BUCKET or ANCHOR_DATABASE_URL (docs/operations/roots.md)", err=True
        )
        raise typer.Exit(2)
    for one in services:
        typer.echo(f"kept outside: {asyncio.run(anchor(one, places, by))}")


def _tell(one: Verification, *, as_json: bool) -> None:
    if as_json:
        typer.echo(msgspec.json.encode({**one.summary, "faults": len(one.faults)}).decode())
        for fault in one.faults:
            say(msgspec.json.encode({"service": one.service, **msgspec.to_builtins(fault)}).decode())
        return
    typer.echo(f"{one.service}: {one.entries} entries, {one.sealed} sealed, {len(one.faults) or 'no'} faults")
    if one.uncovered:
        typer.echo(f"  {one.uncovered} aggregates not covered: their last entries are older than digests of states")
    if one.reads or one.reads_cleared:
        cleared = f", {one.reads_cleared} of them cleared" if one.reads_cleared else ""
        typer.echo(f"  {one.reads} reads, {one.reads_sealed} sealed{cleared}")
    for fault in one.faults:
        say(f"  {fault}")


@app.command()
def cover(
    by: str = typer.Option(help="Who does it"),
    service: str | None = typer.Option(None, "--service", "-s", help="One service only"),
) -> None:
    """Write an entry for each aggregate whose last one is older than digests of states, so that it is covered now.

    What stands becomes what must stand: do it right after an upgrade, when you trust what is there.
    """
    for one in _chosen(service):
        typer.echo(f"{one}: {asyncio.run(cover_service(installation, one, by))} aggregates covered")


def _chosen(service: str | None) -> Sequence[str]:
    if service and service not in SERVICES:
        raise typer.BadParameter(f"there is no service {service}; there are: {', '.join(SERVICES)}")
    return (service,) if service else SERVICES


@app.command()
@app.command("seal", hidden=True)  # its name until now
def checkpoint() -> None:
    """Write checkpoints over what none covers yet; the services do it themselves twice a minute."""
    for service in SERVICES:
        for one in asyncio.run(_written(service)):
            typer.echo(f"{service}: checkpoint {one.number} over {one.entries} entries, {one.hash.hex()}")


async def _written(service: str) -> list[Checkpoint]:
    conn = await connect_to(service, database_url)
    try:
        return await CheckpointWriter(service, clock()).write(conn)
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
        lines = roots(chosen, {service: checkpoints_of(export_, service) for service in SERVICES})
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
