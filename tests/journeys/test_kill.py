"""Each service in turn dies by kill -9 while 60 dossiers go through the line."""

import asyncio
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pytest

from deploy.demo.driving import Drive
from deploy.demo.reading import DEFAULT, read_dossiers
from deploy.local.line import Line
from deploy.oracle.consultation import consult
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import as_text
from shared.calendar.paris import paris_day
from shared.programme.loading import published
from tests.journeys.killing import Killer

DOSSIERS = 60
SEED = 20261123


@pytest.mark.journey
def test_nothing_is_lost_or_doubled_while_each_service_in_turn_is_killed() -> None:
    with Line(Path("build/test/kill"), durable=False) as line:
        asyncio.run(_drive_and_kill(line))


async def _drive_and_kill(line: Line) -> None:
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = list(islice(cycle(read_dossiers(DEFAULT, programme, today)), DOSSIERS))
    drive = Drive(line, dossiers, programme, today, through_the_year=False)
    killer, stop = Killer(line, Random(SEED)), asyncio.Event()
    killing = asyncio.create_task(killer.work(stop))
    try:
        await drive.run()
    finally:
        stop.set()
        await killing

    verdict = await consult(
        drive.ledger,
        Endpoints.of(line),
    )
    unexpected = [
        f"{journey.dossier.service.name}: {journey.fault or journey.rested} instead of {journey.foreseen.outcome}"
        for journey in drive.journeys
        if journey.fault or journey.rested is not journey.foreseen.outcome
    ]
    print(  # noqa: T201
        f"{DOSSIERS} dossiers, {len(drive.ledger)} commands accepted, {drive.ledger.replays} answered again; "
        f"kills {dict(killer.kills)}; {verdict.events} events, {verdict.repeats} repeats on the wire; "
        f"oracle {'holds' if verdict.holds else 'does not hold'}"
    )

    assert unexpected == []
    assert verdict.faults == (), as_text(verdict.faults)
    assert all(killer.kills[service] >= 1 for service in line.urls)
