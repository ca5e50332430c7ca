"""The story of one dossier: the acts in intake's journal, the events of other services, and the open deadlines.

Who acted is left out: it is in the journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
import sqlalchemy as sa
from fastapi import Request
from sqlmodel import col

from services.intake.follow_up.rows import FOLLOW_UP, FollowUpRow
from services.intake.metadata import METADATA
from shared.http.reads import fetch_all
from shared.persistence.read_pool import Row
from shared.persistence.statements import Query, columns_of, parameter

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
JOURNAL, DEADLINES = METADATA.tables["journal"].c, METADATA.tables["deadlines"].c
IN_INTAKE = Query(
    sa.select(JOURNAL.at, JOURNAL.events)
    .where(JOURNAL.aggregate == parameter("dossier", JOURNAL.aggregate), JOURNAL.outcome == "performed")
    .order_by(JOURNAL.entry)
)
ELSEWHERE = Query(
    sa.select(*columns_of(FollowUpRow, "body")).where(
        col(FollowUpRow.dossier) == parameter("dossier", col(FollowUpRow.dossier))
    )
)
AWAITED = Query(
    sa.select(DEADLINES.kind, DEADLINES.facts, DEADLINES.derivation)
    .where(DEADLINES.aggregate == parameter("dossier", DEADLINES.aggregate))
    .order_by(DEADLINES.due_at)
)
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


async def timeline_of(request: Request, dossier: str, state: str) -> Timeline:
    """Read the story of an application. Problem unavailable."""
    of: dict[str, object] = {"dossier": dossier}
    here, there, deadlines = await fetch_all(request, (IN_INTAKE, of), (ELSEWHERE, of), (AWAITED, of))
    elsewhere = [
        Step(at=step.at, event=step.event, elsewhere=True) for row in there for step in FOLLOW_UP.decode(row.body).steps
    ]
    in_intake = [Step(at=row.at, event=event, elsewhere=False) for row in here for event in row.events.split()]
    return Timeline(
        dossier=dossier,
        state=state,
        standing=standing([step.event for step in elsewhere]) if state == "admissible" else "",
        steps=tuple(sorted((*in_intake, *elsewhere), key=lambda step: step.at)),
        deadlines=tuple(map(_awaited, deadlines)),
    )


def standing(events: Sequence[str]) -> str:
    """The last event of the latest stage reached; empty: none was."""
    reached = [event for event in events if event in STAGE]
    latest = max((STAGE[event] for event in reached), default=0)
    return next((event for event in reversed(reached) if STAGE[event] == latest), "")


def _awaited(row: Row) -> Awaited:
    facts, derivation = msgspec.json.decode(row.facts), msgspec.json.decode(row.derivation)
    return Awaited(act=row.kind, due_on=date.fromisoformat(facts["due_on"]), derivation=tuple(derivation))
