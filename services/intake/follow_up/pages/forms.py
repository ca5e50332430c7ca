"""The form by which a signed-in publisher, or the desk, renews the link to a follow-up page."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from services.intake.follow_up.commands import RENEWAL
from services.intake.follow_up.links import follow_up_url
from shared.http.commands import path_id
from shared.http.forms import form_of, one, perform_form
from shared.http.problems import Problem
from shared.http.session import Session, session_of
from shared.identity.actor import Role

router = APIRouter(include_in_schema=False)
RENEWERS = (Role.PUBLISHER, Role.DESK_OFFICER)


@router.post("/dossiers/{id}/suivi/lien")
async def renewal(request: Request, id: str) -> RedirectResponse:  # noqa: A002
    """Renew the link and show the page under the new one. Rule I-36."""
    session, form = await session_of(request, *RENEWERS), await form_of(request)
    await perform_form(request, RENEWAL, session, form, {"at_once": one(form, "at_once") == "yes"})
    return RedirectResponse(await follow_up_url(request, path_id(request)), 303)


async def renewer(request: Request, organisation: str) -> Session | None:
    """The session of a reader who may renew the link; None: whoever holds the link reads the page without one."""
    try:
        session = await session_of(request, *RENEWERS)
    except Problem:
        return None
    own = session.actor.belongs_to(organisation) or session.actor.has(Role.DESK_OFFICER)
    return session if own else None
