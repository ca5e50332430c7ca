"""Databases against topics: every gap named, what can be repaired repaired, what cannot be accepted with a reason."""

import asyncio
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import msgspec
import typer

from deploy.console import places as installation
from deploy.console.terminal import say
from shared.contracts.topics import SERVICES
from shared.delivery.recovery.comparison import Comparison, compare
from shared.delivery.recovery.gaps import Gap
from shared.delivery.recovery.reconciliations import Accepted, accept_gaps, accepted_gaps, digest_of, keep_result
from shared.delivery.recovery.repair import repair

app = typer.Typer(invoke_without_command=True)


@app.callback()
def reconcile(
    context: typer.Context,
    mend: bool = typer.Option(False, "--repair", help="Repair what can be; a restored service ought to stand still"),
    by: str = typer.Option("", "--by", help="Keep the result in this name, for metrics; who decides the repair"),
    as_json: bool = typer.Option(False, "--json", help="One JSON object a gap"),
) -> None:
    """Compare states, outboxes, inboxes and journals of all services with the topics, and name every gap.

    Exit code 1 when there is one that nobody has accepted (with --repair: before it). Ask again after a repair: what is
    left is for a human. The result that is kept of a repair is what is left after it.
    """
    if context.invoked_subcommand:
        return
    if mend and not by:
        typer.echo("Who decides the repair? --by NAME", err=True)
        raise typer.Exit(2)
    began = time.monotonic()
    found, accepted = asyncio.run(_compared())
    for gap in found.gaps:
        say(_line(gap, accepted.get(digest_of(gap)), as_json=as_json))
    left = [gap for gap in found.gaps if digest_of(gap) not in accepted]
    if not as_json:
        kinds = Counter(gap.kind for gap in left)
        typer.echo(", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no gaps")
    if mend:
        for line in asyncio.run(repair(installation, found, by, SERVICES)):
            say(line)
        found, accepted = asyncio.run(_compared())
    if by:
        asyncio.run(keep_result(installation, found.gaps, accepted, by, time.monotonic() - began))
    raise typer.Exit(1 if left else 0)


@app.command()
def accept(
    places: list[str] | None = typer.Argument(None, help="Aggregates or partitions, as `reconcile` names them"),
    by: str = typer.Option(help="Who accepts"),
    reason: str = typer.Option(help="Why nothing needs to be done about it, or what was done"),
    service: str | None = typer.Option(None, "--service", "-s", help="Only gaps of this service"),
    kind: str | None = typer.Option(None, help="Only gaps of this kind"),
    count: int | None = typer.Option(None, min=1, help="How many that are; another number: nothing is accepted"),
) -> None:
    """Accept gaps that are there now: they are listed as accepted and no longer make exit code 1. A gap that changes is
    another one.

    All of a kind at once, as after a restore: no places, but --kind and --count as `reconcile` has counted them.
    """
    if not by.strip() or not reason.strip():
        raise typer.BadParameter("--by and --reason must say something")
    if not places and not (kind and count):
        raise typer.BadParameter("name places, or --kind and --count for all of a kind")
    found, accepted = asyncio.run(_compared())
    chosen = [
        gap for gap in found.gaps
        if (not places or gap.place in places) and service in {None, gap.service} and kind in {None, str(gap.kind)}
        and digest_of(gap) not in accepted
    ]  # fmt: skip
    if why := _not_these(chosen, places or [], count):
        say(f"{why}; nothing was accepted")
        raise typer.Exit(2)
    asyncio.run(accept_gaps(installation, chosen, by, reason))
    for gap in chosen:
        say(f"accepted: {gap.said()}")
    say(f"{len(chosen)} accepted")


def _not_these(chosen: Sequence[Gap], places: Sequence[str], count: int | None) -> str:
    """Why the gaps that are open are not those that were meant; empty: they are."""
    if missing := sorted(set(places) - {gap.place for gap in chosen}):
        return f"no open gap at {', '.join(missing)}"
    if count is not None and len(chosen) != count:
        return f"{len(chosen)} open gaps, not {count}: look at them again (referencement reconcile)"
    return ""


async def _compared() -> tuple[Comparison, Accepted]:
    return await compare(installation), await accepted_gaps(installation)


def _line(gap: Gap, accepted: str | None, *, as_json: bool) -> str:
    if as_json:
        return msgspec.json.encode({**asdict(gap), **({"accepted": accepted} if accepted else {})}).decode()
    return f"{gap.said()} ({accepted})" if accepted else gap.said()
