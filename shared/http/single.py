"""What may be said once only: each parameter of a query, each field of a form, and headers that are no lists.

Which of two values is meant nobody can know, and a proxy may believe the other one than we do.
"""

from collections.abc import Iterable
from urllib.parse import unquote_plus

from starlette.types import Scope

from shared.http.problems import Problem

SINGLE = frozenset({b"authorization", b"content-length", b"content-type", b"host", b"idempotency-key", b"origin",
                    b"sec-fetch-site"})  # fmt: skip
LONGEST_NAME = 80


def refuse_repeated(scope: Scope) -> None:
    """Problem: header_repeated, repeated_parameter, which name it; malformed_address."""
    if not scope["query_string"].isascii():
        scope["query_string"] = b""  # nothing that makes the answer shall trip over it
        raise Problem("malformed_address")
    seen: set[bytes] = set()
    for name, _ in scope["headers"]:
        if name in seen and name in SINGLE:
            raise Problem("header_repeated", header=name.decode("latin-1"))
        seen.add(name)
    query: bytes = scope["query_string"]
    if b"&" in query:
        names = (part.partition("=")[0] for part in query.decode("latin-1").split("&") if part)
        if name_twice := repeated_in(unquote_plus(name, errors="replace") for name in names):
            raise repeated(name_twice)


def repeated_in(names: Iterable[str]) -> str | None:
    """The first name that stands twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return None


def repeated(name: str) -> Problem:
    """The problem that names what was said twice."""
    return Problem("repeated_parameter", name=name[:LONGEST_NAME])
