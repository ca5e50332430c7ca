"""Parked records: what could not be taken, why, and what to do about it."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

import asyncpg
import msgspec
import typer
from rich.console import Console
from rich.table import Table

from deploy.console import places as installation
from deploy.console.places import database_url, service_named
from deploy.console.selection import Selection
from deploy.console.terminal import cell, say
from shared.delivery.recovery.acknowledge import mark_seen
from shared.delivery.recovery.parked import Parked
from shared.delivery.recovery.redrive import Outcome, Redriver, drop_record
from shared.persistence.connecting import open_pool

app = typer.Typer(no_args_is_help=True, help="Records that a service set aside instead of losing them.")
RECORD = typer.Argument(None, help="Id from `parked list`; none: all that the options choose")
SERVICE = typer.Option(None, "--service", "-s", help="One service only")
REASON = typer.Option(None, "--reason", help="One reason only, say bad_body or act_failed")
TOPIC = typer.Option(None, "--topic", help="One topic only")
KEY = typer.Option(None, "--key", help="One record key only (the id of the aggregate that told it)")
DOSSIER = typer.Option(None, "--dossier", help="One dossier only")
SINCE = typer.Option(None, "--since", help="Parked since this instant (UTC)")
BY = typer.Option(..., "--by", help="Who decides this, for the journal")
DRY = typer.Option(False, "--dry-run", help="Say what would be done, do nothing")
SHOWN = 2000


@app.command("list")
def list_(  # noqa: PLR0913, PLR0917  # the options of the command
    service: str | None = SERVICE,
    reason: str | None = REASON,
    topic: str | None = TOPIC,
    key: str | None = KEY,
    dossier: str | None = DOSSIER,
    since: datetime | None = SINCE,
    status: str = typer.Option("parked", help="parked, redriven or dropped"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a line"),
) -> None:
    """List parked records with reason and position; exit code 0 also when there is none."""
    chosen = Selection(
        service=service, reason=reason, topic=topic, key=key, dossier=dossier, since=_utc(since), status=status
    )
    found = asyncio.run(chosen.found())
    if as_json:
        for one in found:
            typer.echo(msgspec.json.encode(_told(one)).decode())
        return
    table = Table(box=None, pad_edge=False)
    for column in ("id", "service", "reason", "topic/partition@offset", "parked at", "seen by", "detail"):
        table.add_column(column, no_wrap=column != "detail")
    for one in found:
        when = f"{one.row['parked_at']:%Y-%m-%d %H:%M:%S}"
        told = (one.id, one.service, one.row["reason"], one.place, when, one.row["seen_by"], one.row["detail"])
        table.add_row(*map(cell, told))
    Console().print(table if found else f"Nothing is {status}.")


def _told(one: Parked) -> dict[str, object]:
    row = one.row
    return {
        "service": one.service,
        "id": one.id,
        "reason": row["reason"],
        "detail": row["detail"],
        "topic": row["topic"],
        "partition": row["partition"],
        "offset": row["position"],
        "dossier": one.dossier,
        "parked_at": row["parked_at"],
        "seen_by": row["seen_by"],
    }


@app.command()
def show(record: str = typer.Argument(help="Id from `parked list`")) -> None:
    """Show one parked record: reason, position, trace, headers, body."""
    one = _one(record)
    row, lay = one.row, one.record
    say(f"{row['status']} by {one.service}: {row['reason']}")
    say(f"  {row['detail']}")
    say(f"at {row['topic']} partition {row['partition']} offset {row['position']}, {row['parked_at']}")
    say(f"aggregate {row['aggregate']}  dossier {one.dossier}  trace {row['traceparent']}")
    for header, value in lay.headers:
        say(f"  {header}: {value!r}")
    body = lay.value or b""
    typer.echo(f"{len(body)} bytes:")
    say(body[:SHOWN].decode(errors="backslashreplace"))


@app.command()
def seen(
    record: str | None = RECORD,
    service: str | None = SERVICE,
    reason: str | None = REASON,
    dossier: str | None = DOSSIER,
    by: str = BY,
) -> None:
    """Say that you have seen parked records and take care of them: the alert for unseen ones ends."""
    found = _chosen(Selection(id=record, service=service, reason=reason, dossier=dossier))
    typer.echo(f"seen by {by}: {asyncio.run(mark_seen(installation, found, by))} of {len(found)}, the others before")


@app.command()
def redrive(  # noqa: PLR0913, PLR0917  # the options of the command
    record: str | None = RECORD,
    service: str | None = SERVICE,
    reason: str | None = REASON,
    topic: str | None = TOPIC,
    key: str | None = KEY,
    dossier: str | None = DOSSIER,
    since: datetime | None = SINCE,
    by: str = BY,
    dry_run: bool = DRY,
) -> None:
    """Perform parked records now, exactly once each; then, in order, those that were held behind them."""
    chosen = Selection(
        id=record, service=service, reason=reason, topic=topic, key=key, dossier=dossier, since=_utc(since)
    )
    found = _chosen(chosen)
    if dry_run:
        for one in found:
            say(f"would redrive {one.id} in {one.service} ({one.row['reason']}, {one.place})")
        return
    outcomes = asyncio.run(_redriven(found, by))
    for outcome in outcomes:
        say(_said(outcome))
    raise typer.Exit(1 if any(outcome.stopped_at for outcome in outcomes) else 0)


@app.command()
def drop(
    record: str = typer.Argument(help="Id from `parked list`"),
    by: str = BY,
    reason: str = typer.Option(..., "--reason", help="Why it may be given up, for the journal"),
    then_redrive: bool = typer.Option(False, help="Perform at once what was held behind it"),
) -> None:
    """Give a parked record up for good; what was held behind it waits for a redrive of its key."""
    one = _one(record)
    gone, outcome = asyncio.run(_dropped(one, by, reason, then_redrive=then_redrive))
    typer.echo(f"dropped {one.id} in {one.service}" if gone else f"{one.id} was settled before")
    if outcome:
        say(_said(outcome))
    raise typer.Exit(1 if outcome and outcome.stopped_at else 0)


async def _redriven(found: Sequence[Parked], by: str) -> list[Outcome]:
    """Key by key, each from its front."""
    outcomes = []
    for service, of_service in groupby(found, key=lambda one: one.service):
        keys: dict[bytes, set[str]] = {}
        for one in of_service:
            keys.setdefault(one.row["key"], set()).add(one.id)
        pool = await open_pool(database_url(service), 2)
        try:
            redriver = _redriver(service, pool, by)
            outcomes += [await redriver.redrive(key, asked) for key, asked in keys.items()]
        finally:
            await pool.close()
    return outcomes


def _redriver(service: str, pool: asyncpg.Pool, by: str) -> Redriver:
    return Redriver(service_named(service), pool, by, installation.act_context())


async def _dropped(one: Parked, by: str, reason: str, *, then_redrive: bool) -> tuple[bool, Outcome | None]:
    pool = await open_pool(database_url(one.service), 2)
    try:
        gone = await drop_record(pool, one, by, reason, installation.clock().now())
        if not then_redrive or not one.row["key"]:
            return gone, None
        return gone, await _redriver(one.service, pool, by).redrive(one.row["key"], set())
    finally:
        await pool.close()


def _said(outcome: Outcome) -> str:
    said = f"redriven: {', '.join(outcome.done) or 'none'}"
    if outcome.elsewhere:
        said += f"; settled by somebody else meanwhile: {', '.join(outcome.elsewhere)}"
    return f"{said}; stopped at {outcome.stopped_at}: {outcome.why}" if outcome.stopped_at else said


def _chosen(chosen: Selection) -> list[Parked]:
    if chosen.is_all:
        typer.echo("Which ones? Give an id, or choose by service, reason, topic, key, dossier, since.", err=True)
        raise typer.Exit(2)
    found = asyncio.run(chosen.found())
    if not found:
        typer.echo("No such record is parked; see: referencement parked list", err=True)
        raise typer.Exit(1)
    return found


def _one(record: str) -> Parked:
    for status in ("parked", "redriven", "dropped"):
        if found := asyncio.run(Selection(id=record, status=status).found()):
            return found[0]
    typer.echo(f"No parked record {record}; see: referencement parked list", err=True)
    raise typer.Exit(1)


def _utc(instant: datetime | None) -> datetime | None:
    return instant.replace(tzinfo=UTC) if instant else None
