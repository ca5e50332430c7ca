"""A browser's session: the token of the identity provider in a cookie that no script can read and no other site sends.

Nothing is kept on our side. The token is verified at every request like a bearer token, by the same verifier, and ends
when it expires. Pages alone accept the cookie; the API takes no other identity than the Authorization header.
"""

from dataclasses import dataclass, field
from hashlib import sha256
from uuid import uuid4

from fastapi import Request, Response

from shared.http.context import http_context
from shared.http.hosts import host_names, name_of
from shared.http.problems import Problem
from shared.identity.actor import Actor, Role
from shared.identity.tokens import TokenRefused

LONGEST_TOKEN = 3_800
"""Browsers keep 4,096 bytes of a cookie, its name and marks included."""
READING = frozenset({"GET", "HEAD"})
OURS = frozenset({"none", "same-origin"})


@dataclass(frozen=True, slots=True)
class Session:
    """Who looks at a page, and the key that this session's forms carry."""

    actor: Actor
    form_key: str = field(repr=False)

    def new_key(self) -> str:
        """For one form: the same form sent twice is one command."""
        return str(uuid4())


class SignInNeeded(Problem):
    """A page is not for whoever asks. `why`: a refusal of the token, or `role_required`."""

    def __init__(self, why: str) -> None:
        super().__init__("role_required" if why == "role_required" else "token_refused", reason=why)
        self.why = why


async def session_of(request: Request, *roles: Role) -> Session:
    """Who asks for a page, with one of `roles`: by the cookie, or by a proxy's Authorization header.

    Problem: SignInNeeded (which leads to the sign-in page), form_not_ours, identity_unavailable, too_many_requests.
    """
    by_proxy = _bearer(request)
    token = request.cookies.get(_name(_bare(request)), "") if by_proxy is None else by_proxy
    actor = await _verified(request, token)
    if not any(actor.has(role) for role in roles):
        raise SignInNeeded("role_required")
    if request.method not in READING and not (sent_by_us(request) if by_proxy is None else surely_sent_by_us(request)):
        raise Problem("form_not_ours")
    return Session(actor, _form_key(token if by_proxy is None else actor.id))


async def begin(request: Request, response: Response, token: str) -> None:
    """Put a verified token into the cookie. Problem: SignInNeeded with what is wrong with the token."""
    if len(token) > LONGEST_TOKEN:
        raise SignInNeeded("token_too_long")
    await _verified(request, token)
    bare = _bare(request)
    response.set_cookie(_name(bare), token, path="/", httponly=True, samesite="strict", secure=not bare)


def end(request: Request, response: Response) -> None:
    """Take the cookie back."""
    bare = _bare(request)
    response.delete_cookie(_name(bare), path="/", httponly=True, samesite="strict", secure=not bare)


def surely_sent_by_us(request: Request) -> bool:
    """Whether the browser says so. A proxy may change its token between page and form, so the word of the browser
    stands for the secret there.
    """
    return request.headers.get("sec-fetch-site") == "same-origin"


def sent_by_us(request: Request) -> bool:
    """Whether the browser says that one of our pages sent the request, or does not say.

    Browsers that know no Sec-Fetch-Site name the origin of the page; `null` is an origin that is not told.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site in OURS
    return origin is None or _host_of(origin) in {name_of(request.headers.get("host", "")), *_public(request)}


def _host_of(origin: str) -> str:
    scheme, _, host = origin.partition("://")
    return name_of(host) if scheme in ("http", "https") else ""


def _public(request: Request) -> frozenset[str]:
    """The names under which people know us, where a proxy puts another into Host."""
    return host_names(request.app.state.settings.public_hosts)


async def _verified(request: Request, token: str) -> Actor:
    if not token:  # nobody guesses who only opens a page
        raise SignInNeeded("token_missing")
    try:
        return await http_context(request).identified(request, f"Bearer {token}", "page")
    except TokenRefused as refused:
        raise SignInNeeded(refused.code) from None


def _bearer(request: Request) -> str | None:
    """What the header says, which goes before the cookie: where a proxy signs people in, its word counts."""
    scheme, _, bearer = request.headers.get("authorization", "").strip().partition(" ")
    if not scheme:
        return None
    return bearer.strip() if scheme.lower() == "bearer" else scheme


def _form_key(secret: str) -> str:
    """Of the cookie's token: another site never sees it, as it sees neither cookie nor page."""
    return sha256(b"form\n" + secret.encode()).hexdigest()


def _bare(request: Request) -> bool:
    """A demonstration runs without TLS, where browsers keep no secure cookie."""
    return bool(request.app.state.settings.demonstration)


def _name(bare: bool) -> str:
    """With the prefix `__Host-` browsers take the cookie over TLS only, and from no neighbouring host."""
    return "referencement_session" if bare else "__Host-referencement_session"
