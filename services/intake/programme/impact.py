"""The impact of a change of the programme on the dossiers at hand, page by page, for staff."""

from collections.abc import Mapping, Sequence
from uuid import UUID

import sqlalchemy as sa
from fastapi import APIRouter, Request, Response
from fastapi import Query as Parameter
from sqlmodel import col

from services.intake.application.rows import APPLICATION, ApplicationRow
from services.intake.follow_up.rows import FOLLOW_UP, FollowUpRow
from services.intake.programme.domain.impact import OPEN, DossierImpact, impact_on
from services.intake.staff import STAFF
from shared.calendar.paris import paris_day
from shared.calendar.periods import anniversary
from shared.http.answers import json_answer
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.reads import After, Limit, fetch
from shared.persistence.statements import Query, among, columns_of, one_of, parameter
from shared.programme.comparing.difference import Effect
from shared.programme.comparing.impact import Impact
from shared.programme.document import ProgrammeDocument
from shared.programme.plain import plain

router = APIRouter(tags=["programme"])
NO_ID = UUID(int=0)
STILL_OPEN = Query(
    sa.select(*columns_of(ApplicationRow, "id", "body"))
    .where(among(col(ApplicationRow.state), OPEN))
    .where(col(ApplicationRow.id) > parameter("after", col(ApplicationRow.id)))
    .order_by(col(ApplicationRow.id))
    .limit(sa.bindparam("limit"))
)
FOLLOW_UPS = Query(
    sa.select(*columns_of(FollowUpRow, "dossier", "body")).where(one_of("dossiers", col(FollowUpRow.dossier)))
)


@router.get("/programme/impact", summary="What a change of version does to open dossiers and listed services")
async def impact_of_change(
    request: Request,
    before: str = Parameter(alias="from", description="A version known here"),
    to: str = Parameter(description="A version known here"),
    after: After = None,
    limit: Limit = 50,
) -> Response:
    """Per dossier: criteria that would newly fail, be missing, or be satisfied, judged today under both versions."""
    await http_context(request).reader(request, *STAFF)
    context = http_context(request).shell.context
    impact = _impact(context.programmes, before, to)
    found = await fetch(request, STILL_OPEN, after=after or NO_ID, limit=limit)
    events = await _events(request, [one.id for one in found])
    day = paris_day(context.clock.now())
    files = [impact_on(APPLICATION.decode(one.body), events.get(one.id, ()), impact, day) for one in found]
    body = {
        **summary(impact),
        "dossiers": [_told(one) for one in files if one is not None],
        "next": found[-1].id if len(found) == limit else None,
    }
    return json_answer(body)


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
    faults = [
        {"path": f"query.{name}", "code": "unknown_version", "detail": f"no version {given} is known here"}
        for name, given in (("from", before), ("to", after))
        if given not in {one.ref for one in programmes}
    ]
    if faults:
        raise Problem("invalid_content", faults=faults)
    return Impact(programmes.version(before), programmes.version(after))


async def _events(request: Request, dossiers: Sequence[str]) -> Mapping[str, list[str]]:
    """What happened to dossiers elsewhere, in order."""
    found = await fetch(request, FOLLOW_UPS, dossiers=list(dossiers))
    return {one.dossier: [step.event for step in FOLLOW_UP.decode(one.body).steps] for one in found}
