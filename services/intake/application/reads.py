"""Intake's reads."""

from dataclasses import dataclass, replace

from fastapi import APIRouter, Request, Response

from services.intake.application.domain.state import Application
from services.intake.application.rows import APPLICATION, ApplicationRow
from services.intake.follow_up.links import follow_up_url
from services.intake.staff import STAFF
from shared.http.context import http_context
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import After, Limit, listed, own, row, shown
from shared.identity.actor import Actor, Role
from shared.persistence.read_pool import Row

router = APIRouter(tags=["application"])


@dataclass(frozen=True, slots=True)
class Readable:
    """An application and who reads it. The publisher's remarks are for itself alone."""

    reader: Actor
    row: Row
    own: bool
    """It is that of the reader's organisation."""

    @property
    def application(self) -> Application:
        """The application, as far as the reader may see it."""
        found = APPLICATION.decode(self.row.body)
        return found if self.own else replace(found, notes={})


async def readable(request: Request, what: str) -> Readable:
    """The application that the path names, to show what is named of it. Problem not_your_dossier: another publisher's;
    unavailable: also where it cannot be journaled who sees it.
    """
    seen = await visible(request)
    await journal_read(request, seen.reader, Read(what, [seen.row.id], seen.row.id))
    return seen


async def visible(request: Request) -> Readable:
    """The same for an answer that shows nothing of what was filed."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    found = await row(request, ApplicationRow)
    own = actor.belongs_to(found.organisation)
    if not own and not actor.acting_as(*STAFF):
        raise Problem("not_your_dossier")
    return Readable(actor, found, own)


@router.get("/dossiers/{id}", summary="One application")
async def application(request: Request, id: str) -> Response:  # noqa: A002
    """The whole application. A publisher sees its own only, with the links to its pages."""
    seen = await readable(request, "dossier")
    if not seen.own:
        return shown(APPLICATION, seen.row, notes={})
    settings, found = request.app.state.settings, seen.row
    return shown(
        APPLICATION,
        found,
        by_version=False,
        follow_up_url=await follow_up_url(request, found.id),
        filling_url=f"{settings.root_path}/dossiers/{found.id}/remplir",
    )


@router.get("/dossiers", summary="Applications, by state")
async def applications(request: Request, state: str | None = None, after: After = None, limit: Limit = 50) -> Response:
    """A page of applications in id order. A publisher sees its own only."""
    actor = await http_context(request).reader(request, Role.PUBLISHER, *STAFF)
    where = {"state": state or None, **own(actor, *STAFF)}
    return await listed(request, "applications", ApplicationRow, ("service_name",), where, (after, limit))
