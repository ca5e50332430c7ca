"""Rebuild what can be rebuilt from the log."""

import gc
import time

import asyncpg
import typer
import uvloop

from deploy.console import places as installation
from deploy.console.places import owner_url, service_named
from shared.base.locks import AdvisoryLock
from shared.delivery.kafka.positions import keep_positions
from shared.delivery.recovery.cutover import swap
from shared.delivery.recovery.rebuild import public_states, rebuilding
from shared.delivery.recovery.rebuilt_schema import SCHEMA
from shared.persistence.connecting import CONNECT_S, PARAMETERS

app = typer.Typer(no_args_is_help=True, help="Rebuild a service's state from the log, beside the serving one.")
SAY_EVERY_S = 2.0


@app.command()
def catalogue(
    by: str = typer.Option(..., "--by", help="Who asks for it, for the journal"),
    only_compare: bool = typer.Option(False, "--compare", help="Compare with what is served, swap nothing"),
) -> None:
    """Live through the minister's decisions and the calendar again, compare with what is served, then swap.

    Exit code 1 when, with --compare, the public states differ, and when records could not be read (each is named).
    """
    gc.disable()  # all states stay in memory: walking them again and again would take as long as the acts
    try:
        equal, whole = uvloop.run(_rebuild("catalogue", by, only_compare=only_compare))
    finally:
        gc.enable()
    raise typer.Exit(0 if whole and (equal or not only_compare) else 1)


async def _rebuild(name: str, by: str, *, only_compare: bool) -> tuple[bool, bool]:
    """Whether both states are equal, and whether every record could be read."""
    service, dsn = service_named(name), owner_url(name)
    # the statements of the swap may take their time, and it waits while what came meanwhile is read
    patient = {**PARAMETERS, "idle_in_transaction_session_timeout": "120s"}
    conn = await asyncpg.connect(dsn, timeout=CONNECT_S, server_settings=patient)
    try:
        if not await conn.fetchval("SELECT pg_try_advisory_lock($1)", AdvisoryLock.REBUILD):
            typer.echo("Another rebuild is under way.", err=True)
            raise typer.Exit(1)
        async with rebuilding(installation, service, dsn) as rebuild:
            started, saying = time.monotonic(), _Saying()
            await rebuild.catch_up(saying.say)
            for gap in rebuild.reader.unreadable:
                typer.echo(f"unreadable: {gap.said()}", err=True)
            await rebuild.finish()
            taken = max(time.monotonic() - started, 0.001)
            typer.echo(f"{rebuild.records} records lived through in {taken:.1f} s ({rebuild.records / taken:.0f}/s)")
            served, rebuilt = [await public_states(conn, service.aggregates[0], one) for one in ("public", SCHEMA)]
            typer.echo(f"served:  {served[0]} public states, hash {served[1]}")
            typer.echo(f"rebuilt: {rebuilt[0]} public states, hash {rebuilt[1]}, {_judged(served == rebuilt)}")
            if not only_compare:
                untold = await swap(conn, rebuild.replayed, by, rebuild.catch_up)
                heard = service.subscriptions.topics
                await keep_positions(conn, {part: end for part, end in rebuild.ends.items() if part.topic in heard})
                typer.echo(f"swapped; {untold} events that nobody had heard go out; the tables before: schema replaced")
        if only_compare:
            await conn.execute(f"DROP SCHEMA {SCHEMA} CASCADE")
        return served == rebuilt, not rebuild.reader.unreadable
    finally:
        await conn.close()


def _judged(equal: bool) -> str:
    return "equal" if equal else "different"


class _Saying:
    """Progress, every few seconds."""

    def __init__(self) -> None:
        self._said_at = time.monotonic()

    def say(self, done: int, of: int) -> None:
        """So far."""
        if time.monotonic() - self._said_at > SAY_EVERY_S or done == of:
            self._said_at = time.monotonic()
            typer.echo(f"{done} of {of} decisions performed", err=True)
