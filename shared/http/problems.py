"""RFC 9457 problem details: a stable code, an HTTP status, and what to do next."""

from http import HTTPStatus
from typing import Any

from fastapi.responses import JSONResponse

from shared.http.language import Language, chosen
from shared.http.problem_kinds import KINDS, kind_of

__all__ = ["KINDS", "MEDIA_TYPE", "Problem", "kind_of", "problem_headers", "problem_response"]
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 2


class Problem(Exception):
    """Raised by doors; becomes a problem+json answer."""

    def __init__(self, code: str, detail: str = "", /, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.facts = facts


def problem_headers(problem: Problem) -> dict[str, str]:
    """The headers that HTTP wants beside a status."""
    status = kind_of(problem.code).status
    headers: dict[str, str] = {}
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = str(RETRY_AFTER_S)
    elif status == HTTPStatus.TOO_MANY_REQUESTS:
        headers["retry-after"] = str(problem.facts.get("retry_after", RETRY_AFTER_S))
    elif status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    elif status == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["allow"] = str(problem.facts.get("allow", ""))
    elif problem.code == "content_encoding_unsupported":
        headers["accept-encoding"] = "identity"
    return headers


def problem_response(problem: Problem, trace: str | None = None, language: Language = Language.ENGLISH) -> JSONResponse:
    """The answer for a problem, its title and what to do in that language. Facts are extension members."""
    kind = kind_of(problem.code)
    body: dict[str, Any] = {
        **problem.facts,
        "type": f"urn:referencement:problem:{problem.code}",
        "title": chosen(kind.title, language),
        "status": kind.status,
        "code": problem.code,
        "what_to_do": chosen(kind.what_to_do, language),
        **({"detail": problem.detail} if problem.detail else {}),
        **({"trace": trace} if trace else {}),
    }
    headers = {**problem_headers(problem), "content-language": language.value}
    return JSONResponse(body, kind.status, headers, media_type=MEDIA_TYPE)
