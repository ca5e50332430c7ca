"""The follow-up page of a dossier (« suivi du dossier »), for whoever holds its link."""

from collections.abc import Mapping
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from services.intake.application.domain.state import Application
from services.intake.application.rows import APPLICATION, ApplicationRow
from services.intake.follow_up.links import number_shown, require_open, settings_of
from services.intake.follow_up.pages.forms import renewer
from services.intake.follow_up.pages.words import WORDS
from services.intake.follow_up.timeline import timeline_of
from shared.calendar.paris import paris_day
from shared.delivery.journal.reads import ReadChannel
from shared.http.commands import path_id
from shared.http.context import http_context
from shared.http.derivations import explained
from shared.http.language import language_of
from shared.http.pages import Pages
from shared.http.read_journal import Read, journal_read
from shared.http.reads import row
from shared.identity.actor import Actor
from shared.programme.criterion import Criterion

router = APIRouter(include_in_schema=False)
BEARER = Actor("link")
"""Whoever holds the link."""
PAGES = Pages(Path(__file__).parent / "templates", WORDS)


@router.get("/dossiers/{id}/suivi")
async def follow_up(request: Request, id: str, key: str = "") -> HTMLResponse:  # noqa: A002
    """Its page. Problem not_found: no such dossier, or not its key; the answer does not say which of the two. Problem
    link_ended: it was its key. Problem too_many_requests: too many keys from this address opened nothing.
    """
    dossier = path_id(request)
    number = number_shown(request, dossier, key)
    found = await row(request, ApplicationRow, dossier)
    application = APPLICATION.decode(found.body)
    story = await timeline_of(request, found.id, found.state)
    await require_open(request, dossier, number, paris_day(story.steps[0].at))
    await journal_read(request, BEARER, Read("follow_up_page", [found.id], found.id, ReadChannel.LINK))
    language = language_of(request)
    return PAGES.render(
        request,
        "follow_up.html",
        private=True,
        session=await renewer(request, found.organisation),
        overlap_days=settings_of(request).follow_up_overlap_days,
        service=application.service,
        story=story,
        completion=application.completion or application.complement,
        criteria=_criteria(request, application),
        consequences=[one.act for one in story.deadlines if f"after_{one.act}" in WORDS],
        reasons={one.act: [explained(step, language) for step in one.derivation[1:]] for one in story.deadlines},
    )


def _criteria(request: Request, application: Application) -> Mapping[str, Criterion]:
    """The criteria of the pinned programme version, to name what is awaited."""
    if application.programme is None:
        return {}
    return http_context(request).shell.context.programmes.version(application.programme).criteria
