"""A problem as its reader takes it: problem details for programs, a page in their language for people."""

import re
from collections.abc import Iterator
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from shared.http.language import Language, chosen, language_of, preferred
from shared.http.pages import SHARED, Pages
from shared.http.problem_words import PROBLEMS
from shared.http.problems import Problem, kind_of, problem_headers, problem_response
from shared.http.session import sent_by_us
from shared.http.written import written_in
from shared.telemetry.propagation import current_traceparent

PAGES = Pages(SHARED, PROBLEMS)
FACT = re.compile(r"`(\w+)`")
MOST_RANGES = 20
NEGOTIATED = {"vary": "accept, accept-language, authorization"}
HTTP_CODES = {404: "not_found", 405: "method_not_allowed", 413: "too_large"}


async def on_problem(request: Request, error: Exception) -> Response:
    """Handler of Problem."""
    assert isinstance(error, Problem)
    return answer_to(request, error)


async def on_http_error(request: Request, error: Exception) -> Response:
    """Handler of what Starlette refuses, a form that it cannot read, say."""
    assert isinstance(error, HTTPException)
    code = HTTP_CODES.get(error.status_code, f"http_{error.status_code}")
    return answer_to(request, Problem(code, str(error.detail)))


async def on_bad_query(request: Request, error: Exception) -> Response:
    """Handler of a query that does not fit its route: every fault by name."""
    assert isinstance(error, RequestValidationError)
    faults = [
        {"path": ".".join(map(str, fault["loc"])), "code": fault["type"], "detail": fault["msg"]}
        for fault in error.errors()
    ]
    return answer_to(request, Problem("invalid_content", faults=faults))


def answer_to(request: Request, problem: Problem) -> Response:
    """The answer. A mistake of ours tells its trace, by which operators find it."""
    kind = kind_of(problem.code)
    trace = (current_traceparent() or "-").split("-")[1] if kind.status == HTTPStatus.INTERNAL_SERVER_ERROR else ""
    if not prefers_html(request.headers.get("accept", "")):
        language = preferred(request.headers.get("accept-language", ""), Language.ENGLISH)
        response: Response = problem_response(problem, trace or None, language)
    else:
        title, what_to_do = in_words(problem, language_of(request))
        response = PAGES.render(
            request,
            "problem.html",
            status=kind.status,
            private=True,
            headline=title,
            what_to_do=what_to_do,
            code=problem.code,
            trace=trace,
            written=written_in(request) if sent_by_us(request) else (),
        )
        response.headers.update(problem_headers(problem))
    response.headers.update(NEGOTIATED)
    return response


def in_words(problem: Problem, language: Language) -> tuple[str, str]:
    """What it means and what to do, for people: where the text names a fact that is known, its value."""
    title, what_to_do = kind_of(problem.code).wordings
    return chosen(title, language), FACT.sub(lambda named: _value(named, problem), chosen(what_to_do, language))


def _value(named: re.Match[str], problem: Problem) -> str:
    match problem.facts.get(named[1]):
        case str() | int() | float() as value:
            return str(value)
        case [*values] if values and all(isinstance(one, str) for one in values):
            return ", ".join(map(str, values))
    return named[0]


def prefers_html(accept: str) -> bool:
    """Whether an Accept header names HTML and likes no kind of JSON better: browsers do, programs do not."""
    if "text/html" not in accept:
        return False
    liked = dict(_weights(accept))
    programs = max(liked.get("application/json", 0), liked.get("application/problem+json", 0))
    return liked.get("text/html", 0) > 0 and liked["text/html"] >= programs


def _weights(accept: str) -> Iterator[tuple[str, float]]:
    for part in accept.split(",")[:MOST_RANGES]:
        media, *parameters = part.split(";")
        weight = next((one.strip()[2:] for one in parameters if one.strip().startswith("q=")), "1")
        try:
            yield media.strip().lower(), float(weight)
        except ValueError:
            yield media.strip().lower(), 0.0
