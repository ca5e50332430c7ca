"""« Mon porte-documents » : a publisher's documents, where they are used, and what ends when."""

from pathlib import Path

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, StreamingResponse
from sqlmodel import col

from services.intake.staff import STAFF
from services.intake.wallet.commands import WITHDRAWAL
from services.intake.wallet.domain.life import TRANSITIONS
from services.intake.wallet.domain.submission import withdraw_document
from services.intake.wallet.inspection.kinds import EXTENSIONS
from services.intake.wallet.pages.words import WORDS
from services.intake.wallet.queries import uses_of
from services.intake.wallet.reads import content_response
from services.intake.wallet.rows import DOCUMENT, DocumentRow
from shared.calendar.paris import paris_day
from shared.delivery.journal.reads import ReadChannel
from shared.http.context import http_context
from shared.http.forms import form_of, perform_form
from shared.http.pages import Pages
from shared.http.problems import Problem
from shared.http.read_journal import Read, journal_read
from shared.http.reads import LARGEST_PAGE, fetch, row
from shared.http.session import session_of
from shared.identity.actor import Role
from shared.persistence.statements import Query, columns_of, parameter

router = APIRouter(include_in_schema=False)
PAGES = Pages(Path(__file__).parent / "templates", WORDS)
LATEST = Query(
    sa.select(*columns_of(DocumentRow, "id", "version", "body"))
    .where(col(DocumentRow.organisation) == parameter("of", col(DocumentRow.organisation)))
    .order_by(col(DocumentRow.changed_at).desc())
    .limit(LARGEST_PAGE)
)


@router.get("/porte-documents")
async def wallet(request: Request) -> HTMLResponse:
    """All documents of the publisher's organisation, the latest first."""
    session = await session_of(request, Role.PUBLISHER)
    whose = session.actor.organisation or ""
    found = await fetch(request, LATEST, of=whose)
    await journal_read(request, session.actor, Read("documents", [one.id for one in found], channel=ReadChannel.PAGE))
    context = http_context(request).shell.context
    today = paris_day(context.clock.now())
    return PAGES.render(
        request,
        "wallet.html",
        private=True,
        session=session,
        documents=[(DOCUMENT.decode(one.body), one.version) for one in found],
        uses=await uses_of(request, whose),
        criteria=context.programmes.in_force_on(today).criteria,
        warn_days=max(context.programmes.in_force_on(today).procedure.evidence_reminders, default=0),
        today=today,
        extensions={kind.value: extension for kind, extension in EXTENSIONS.items()},
        withdrawable=[state for state in TRANSITIONS.states() if withdraw_document.name in TRANSITIONS.allowed(state)],
    )


@router.post("/porte-documents/{id}/retrait")
async def withdrawal(request: Request, id: str) -> RedirectResponse:  # noqa: A002
    """The form that withdraws a document."""
    session = await session_of(request, Role.PUBLISHER)
    await perform_form(request, WITHDRAWAL, session, await form_of(request), {})
    return RedirectResponse(f"{request.app.state.settings.root_path}/porte-documents", 303)


@router.get("/documents/{id}/telechargement")
async def download(request: Request, id: str) -> StreamingResponse:  # noqa: A002
    """The content, for whoever is signed in and may have it: links on pages lead here."""
    session = await session_of(request, Role.PUBLISHER, *STAFF)
    found = await row(request, DocumentRow)
    if not session.actor.acting_as(*STAFF) and not session.actor.belongs_to(found.organisation):
        raise Problem("not_found")
    return await content_response(request, found, session.actor, ReadChannel.PAGE)
