"""The course of a demonstration: start, drive, ask the oracle, report, stay up."""

import asyncio
import signal
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from deploy.console.places import kafka_names, verifier
from deploy.demo.dossier import Outcome
from deploy.demo.driving import Drive, Watcher
from deploy.demo.elsewhere import Elsewhere
from deploy.demo.foresight import foreseen
from deploy.demo.journey import Journey
from deploy.demo.reading import read_dossiers
from deploy.demo.report import show_addresses, show_outcomes, show_verdict
from deploy.demo.screen import Screen, stage_sizes
from deploy.demo.summary import Summary
from deploy.local.line import Line
from deploy.oracle.consultation import consult
from deploy.oracle.quiescence import Endpoints
from deploy.oracle.verdict import Verdict
from shared.base.clock import SimulatedClock
from shared.calendar.paris import paris_day
from shared.programme.loading import published


def demonstrate(line: Line | Elsewhere, file: Path, screen: Screen, *, once: bool, summary: Path | None) -> bool:
    """Run it all; whether everything came out as foreseen. Stays until Ctrl-C unless `once`."""
    today = paris_day(datetime.now(UTC))
    programme = published().in_force_on(today)
    dossiers = read_dossiers(file, programme, today)
    screen.say(f"{len(dossiers)} dossiers in {file.name}, programme {programme.ref}")
    with line:
        ready_s = screen.elapsed_s
        screen.say("five services are ready")
        drive = Drive(line, dossiers, programme, today, Watcher(screen.passed, screen.jumped, screen.drawn))
        with screen.stages(stage_sizes(dossiers, [foreseen(one, programme, today) for one in dossiers])):
            asyncio.run(drive.run())
        screen.say("asking the oracle")
        verdict = asyncio.run(_judged(line, drive))
        found = Summary(
            journeys=tuple(drive.journeys),
            verdict=verdict,
            ready_s=ready_s,
            first_published_s=screen.first_published_s,
            total_s=screen.elapsed_s,
        )
        if summary:
            found.write(summary)
        show_outcomes(screen.console, found)
        show_verdict(screen.console, found)
        _tell_times(screen, found)
        if not once:
            _stay(line, drive, screen)
    return found.holds


async def _judged(line: Line | Elsewhere, drive: Drive) -> Verdict:
    """What the oracle says; a line that others started has heard others' commands too."""
    assert line.clock_file
    checking, names = (line.verifier, line.names) if isinstance(line, Line) else (verifier(), kafka_names())
    endpoints = Endpoints(line.databases, line.bootstrap_servers, SimulatedClock(line.clock_file).now, checking, names)
    return await consult(drive.ledger, endpoints, complete=isinstance(line, Line))


def _tell_times(screen: Screen, found: Summary) -> None:
    first = f"{found.first_published_s:.1f} s" if found.first_published_s else "never"
    screen.say(
        f"ready after {found.ready_s:.1f} s, first published listing after {first}, all after {found.total_s:.1f} s"
    )


def _stay(line: Line | Elsewhere, drive: Drive, screen: Screen) -> None:
    """Fill the catalogue again, say where to look, wait for the end."""
    renewed = asyncio.run(_renewed(drive))
    screen.say(f"{renewed} services applied again for their second year: the catalogue is not empty")
    shown = next((one for one in drive.journeys if one.rested is Outcome.REINSTATED), drive.journeys[0])
    follow_up = asyncio.run(_follow_up(drive, shown))
    show_addresses(screen.console, line.urls, follow_up, shown.id)
    screen.say("everything stays up; Ctrl-C stops it")
    screen.finished = True
    while True:
        signal.pause()


async def _renewed(drive: Drive) -> int:
    """A renewal is a new application: those that went straight into the catalogue file once more, a year later."""
    again = [one.dossier for one in drive.journeys if one.as_foreseen and _went_straight(one)]
    renewal = replace(
        drive,
        dossiers=again,
        today=drive.today + timedelta(days=drive.days),
        watcher=Watcher(),
        key=f"{drive.key}-again",
        through_the_year=False,
    )
    await renewal.run()
    return sum(one.rested is Outcome.PUBLISHED for one in renewal.journeys)


def _went_straight(journey: Journey) -> bool:
    return journey.rested is Outcome.PUBLISHED and not journey.dossier.acts.complaints


async def _follow_up(drive: Drive, journey: Journey) -> str:
    """The address of the dossier's page, as its publisher is given it."""
    async with drive.reading() as people:
        publisher = people.publisher(journey.dossier.service.publisher)
        told = await publisher.reads("intake", f"/dossiers/{journey.id}")
    return f"{drive.site.urls['intake']}{told.get('follow_up_url', '')}"
