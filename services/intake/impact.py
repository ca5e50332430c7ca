"""The impact of a change of the programme on the dossiers at hand, page by page, for staff."""

from collections.abc import Mapping, Sequence

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse
from sqlmodel import col, select

from services.intake.domain.application import Application
from services.intake.domain.impact import OPEN, DossierImpact, impact_on
from services.intake.queries import STAFF
from services.intake.tables import ApplicationRow, FollowUpRow
from shared.calendar.paris import paris_day
from shared.calendar.periods import anniversary
from shared.http.bodies import as_json
from shared.http.doors import doors_of
from shared.http.problems import Problem
from shared.http.reads import After, Limit, page, rows
from shared.programme.comparing.difference import Effect
from shared.programme.comparing.impact import Impact
from shared.programme.document import ProgrammeDocument
from shared.programme.faults import UnknownProgrammeVersion
from shared.programme.plain import plain

router = APIRouter(tags=["programme"])


@router.get("/programme/impact", summary="What a change of version does to open dossiers and listed services")
async def impact_of_change(
    request: Request,
    before: str = Query(alias="from", description="A version known here"),
    to: str = Query(description="A version known here"),
    after: After = None,
    limit: Limit = 50,
) -> JSONResponse:
    """Per dossier: criteria that would newly fail, be missing, or be satisfied, judged today under both versions."""
    await doors_of(request).reader(request, *STAFF)
    world = doors_of(request).shell.world
    impact = _impact(world.programmes, before, to)
    statement = select(ApplicationRow).where(col(ApplicationRow.state).in_([str(state) for state in OPEN]))
    found = await rows(request, page(statement, ApplicationRow, after, limit))
    events = await _events(request, [one.id for one in found])
    day = paris_day(world.clock.now())
    files = [impact_on(msgspec.convert(one.body, Application), events.get(one.id, ()), impact, day) for one in found]
    body = {
        **summary(impact),
        "dossiers": [_told(one) for one in files if one is not None],
        "next": found[-1].id if len(found) == limit else None,
    }
    return JSONResponse(as_json(body), headers={"cache-control": "private"})


def summary(impact: Impact) -> dict[str, object]:
    """The change itself: which criteria it touches, and until when listed services have to follow."""
    later = impact.after
    return {
        "from": impact.before.ref,
        "to": later.ref,
        "effective_from": later.effective_from,
        "transition_ends": anniversary(later.effective_from, later.transition_months),
        "criteria": {str(effect): impact.difference.criteria_with(effect) for effect in Effect},
    }


def _told(one: DossierImpact) -> object:
    return plain(one)


def _impact(programmes: ProgrammeDocument, before: str, after: str) -> Impact:
    try:
        return Impact(programmes.version(before), programmes.version(after))
    except UnknownProgrammeVersion as unknown:
        raise Problem("unknown_programme", str(unknown)) from None


async def _events(request: Request, dossiers: Sequence[str]) -> Mapping[str, list[str]]:
    """What happened to dossiers elsewhere, in order."""
    found = await rows(request, select(FollowUpRow).where(col(FollowUpRow.dossier).in_(dossiers)))
    return {str(one.dossier): [str(step["event"]) for step in _steps(one)] for one in found}


def _steps(row: FollowUpRow) -> list[dict[str, object]]:
    steps = row.body.get("steps", [])
    return steps if isinstance(steps, list) else []
