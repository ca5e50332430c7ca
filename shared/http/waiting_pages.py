"""The answer to whoever asks too often: when to come back; on a page, what a form sent is kept to be sent again."""

from collections.abc import Sequence

from fastapi import Request, Response

from shared.http.forms import URLENCODED, form_of
from shared.http.pages import SHARED, Pages
from shared.http.problem_pages import NEGOTIATED, answer_to, prefers_html
from shared.http.problem_words import PROBLEMS
from shared.http.problems import Problem, kind_of, problem_headers
from shared.http.rates import TooManyRequests, rates_of

PAGES = Pages(SHARED, PROBLEMS)
MOST_KEPT = 100_000
"""Bytes of a form that are kept: making the page must stay cheaper than what was refused."""
LONGEST_NUMBER = 7
SECRET = frozenset({"token"})
Fields = Sequence[tuple[str, str]]


async def on_too_many(request: Request, error: Exception) -> Response:
    """Handler of TooManyRequests."""
    assert isinstance(error, TooManyRequests)
    await rates_of(request).hold()
    if not prefers_html(request.headers.get("accept", "")):
        return answer_to(request, error)
    response: Response = PAGES.render(
        request,
        "too_many.html",
        status=kind_of(error.code).status,
        private=True,
        code=error.code,
        seconds=error.facts["retry_after"],
        fields=await _typed(request),
        sent=request.method == "POST",
        path=request.url.path,
        query={name: value for name, value in request.query_params.items() if name != "lang"},
    )
    response.headers.update({**problem_headers(error), **NEGOTIATED})
    return response


async def _typed(request: Request) -> Fields:
    """What a form sent; nothing where it was a file, is too large, holds a token or was read already."""
    kind, _, _ = request.headers.get("content-type", "").partition(";")
    size = request.headers.get("content-length", "")
    known = size.isascii() and size.isdigit() and len(size) < LONGEST_NUMBER and int(size) <= MOST_KEPT
    if request.method != "POST" or kind.strip().lower() != URLENCODED or not known:
        return ()
    try:
        form = await form_of(request)
    except (Problem, RuntimeError):
        return ()
    if SECRET & form.keys():
        return ()
    return [(name, value.replace("\r\n", "\n")) for name, values in form.items() for value in values]
