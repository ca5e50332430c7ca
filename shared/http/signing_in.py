"""Signing in and out of the pages that are not for everybody (« connexion »)."""

import re
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from shared.http.forms import form_of, is_form, one
from shared.http.pages import PRIVATE, SHARED, Pages
from shared.http.problems import Problem, problem_headers
from shared.http.rates import TooManyRequests, rates_of
from shared.http.session import Session, SignInNeeded, begin, end, sent_by_us, session_of
from shared.http.session_words import SESSION
from shared.http.written import written_in
from shared.identity.actor import Role

router = APIRouter(include_in_schema=False)
PAGES = Pages(SHARED, SESSION)
LONGEST_PATH = 500
OWN_PATH = re.compile("/(?!/)")


@router.get("/session")
async def sign_in_page(request: Request, then: str = "", why: str = "") -> Response:
    """The form that takes a token; who is signed in already may sign out here, or go on as somebody else."""
    return _page(request, then, why, session=await _current(request))


@router.post("/session")
async def sign_in(request: Request) -> Response:
    """A token becomes a session, and its holder goes on to the page that was asked for."""
    form = await form_of(request)
    then = one(form, "then")
    if not sent_by_us(request):
        raise Problem("form_not_ours")
    response = _onward(request, _own_path(then) or "/session")
    try:
        await begin(request, response, one(form, "token").removeprefix("Bearer ").strip())
    except SignInNeeded as needed:
        return _page(request, then, needed.why, status=401)
    except TooManyRequests as refused:
        await rates_of(request).hold()
        page = _page(request, then, refused.code, status=429)
        page.headers.update(problem_headers(refused))
        return page
    return response


@router.post("/session/end")
async def sign_out(request: Request) -> Response:
    """The cookie goes. Signing somebody out does no harm, so the browser's word on who asks is enough."""
    if not sent_by_us(request):
        raise Problem("form_not_ours")
    response = _onward(request, "/session")
    end(request, response)
    return response


async def lead_to_sign_in(request: Request, error: Exception) -> Response:
    """Handler of SignInNeeded: to the sign-in page, and from there to the page that was asked for."""
    assert isinstance(error, SignInNeeded)
    if request.method == "POST" and is_form(request) and sent_by_us(request):
        await form_of(request)  # a session may end while its holder types
        return _page(request, "", error.why, status=401)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    then = asked if request.method == "GET" and len(asked) <= LONGEST_PATH else ""
    return _onward(request, f"/session?{urlencode({'then': then, 'why': error.why})}")


async def _current(request: Request) -> Session | None:
    try:
        return await session_of(request, *Role)
    except SignInNeeded:
        return None


def _page(request: Request, then: str, why: str, *, status: int = 200, session: Session | None = None) -> Response:
    told = why if f"why_{why}" in SESSION else ""
    return PAGES.render(
        request,
        "session.html",
        status=status,
        private=True,
        then=_own_path(then),
        why=told,
        session=session,
        written=written_in(request),
    )


def _own_path(then: str) -> str:
    """A path of this site, else nothing: nobody is sent on to a stranger."""
    plain = then.isprintable() and len(then) <= LONGEST_PATH and "\\" not in then
    return then if plain and OWN_PATH.match(then) else ""


def _onward(request: Request, path: str) -> Response:
    prefix = request.app.state.settings.root_path
    whole = path if prefix and path.startswith(f"{prefix}/") else f"{prefix}{path}"
    return RedirectResponse(whole, 303, headers={"cache-control": PRIVATE})
