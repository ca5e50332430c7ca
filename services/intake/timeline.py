"""The story of one dossier: what intake's journal tells, what other services told, and what is awaited.

Whoever acted is left out: the journal knows, the story does not need to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col, select

from services.intake.domain.follow_up import FollowUp
from services.intake.tables import METADATA, ApplicationRow, FollowUpRow
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import rows

STAGES = (
    ("EvaluationStarted", "ComplementRequested", "EvaluationResumed"),
    ("EvaluationReportIssued", "EvaluationLapsed"),
    (
        "FavourableOpinionIssued",
        "FavourableOpinionWithReservationsIssued",
        "FavourableOpinionWithSuspensiveReservationsIssued",
        "UnfavourableOpinionIssued",
    ),
    ("ListingGranted", "ListingRefused", "ApplicationLapsed"),
    ("ListingPublished", "ListingSuspended", "ListingReinstated"),
    ("ListingExpired",),
)
"""Events that say where a dossier stands after intake, early to late: services are heard in no fixed order."""
STAGE = {event: number for number, events in enumerate(STAGES) for event in events}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that happened. `at`: when it happened in intake, or when intake learned of it."""

    at: datetime
    event: str
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A deadline that runs: what happens when it passes (an act), its last day in time, how that was derived."""

    act: str
    due_on: date
    derivation: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The whole story."""

    dossier: str
    state: str
    standing: str
    """The event elsewhere that says where the dossier stands; empty: intake's state says it."""
    steps: tuple[Step, ...]
    deadlines: tuple[Awaited, ...]


async def timeline_of(request: Request, application: ApplicationRow) -> Timeline:
    """Read the story of an application. Problem unavailable."""
    elsewhere = await _elsewhere(request, application.id)
    return Timeline(
        dossier=application.id,
        state=application.state,
        standing=standing([step.event for step in elsewhere]) if application.state == "admissible" else "",
        steps=tuple(sorted((*await _in_intake(request, application.id), *elsewhere), key=lambda step: step.at)),
        deadlines=tuple(await _deadlines(request, application.id)),
    )


def standing(events: Sequence[str]) -> str:
    """The last event of the latest stage reached; empty: none was."""
    reached = [event for event in events if event in STAGE]
    latest = max((STAGE[event] for event in reached), default=0)
    return next((event for event in reversed(reached) if STAGE[event] == latest), "")


async def _in_intake(request: Request, dossier: str) -> list[Step]:
    journal = METADATA.tables["journal"].c
    statement = (
        sa.select(journal.at, journal.events)
        .where(journal.aggregate == dossier, journal.outcome == "performed")
        .order_by(journal.entry)
    )
    found = await _records(request, statement)
    return [Step(at=row.at, event=event, elsewhere=False) for row in found for event in row.events.split()]


async def _elsewhere(request: Request, dossier: str) -> list[Step]:
    found = await rows(request, select(FollowUpRow).where(col(FollowUpRow.dossier) == dossier))
    steps = [step for row in found for step in msgspec.convert(row.body, FollowUp).steps]
    return [Step(at=step.at, event=step.event, elsewhere=True) for step in steps]


async def _deadlines(request: Request, dossier: str) -> list[Awaited]:
    deadlines = METADATA.tables["deadlines"].c
    statement = (
        sa.select(deadlines.kind, deadlines.facts, deadlines.derivation)
        .where(deadlines.aggregate == dossier)
        .order_by(deadlines.due_at)
    )
    return [
        Awaited(act=row.kind, due_on=date.fromisoformat(row.facts["due_on"]), derivation=tuple(row.derivation))
        for row in await _records(request, statement)
    ]


async def _records(request: Request, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
    try:
        async with doors_of(request).engine.connect() as conn:
            found: Sequence[sa.Row[Any]] = (await conn.execute(statement)).all()
            return found
    except OSError as error:
        raise Problem("unavailable", "the database cannot be reached") from error
