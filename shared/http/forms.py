"""What a form of ours sends: read, held to its session, turned into a command."""

import json
from collections.abc import Mapping
from hashlib import sha256
from hmac import compare_digest
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request

from shared.delivery.shell.messages import Performed
from shared.http.bodies import MAX_BYTES, parse
from shared.http.codings import media_type_of, refuse_charset
from shared.http.performing import Asked, Command, key_of, performed
from shared.http.problems import Problem
from shared.http.session import Session
from shared.http.single import repeated
from shared.http.written import Form, keep_written

__all__ = ["Form", "form_of", "hold_to", "is_form", "one", "perform_form"]
MOST_FIELDS = 5_000
MOST_DIGITS = 9
URLENCODED = "application/x-www-form-urlencoded"


def is_form(request: Request) -> bool:
    """Whether the body says that it is the fields of a form."""
    return media_type_of(request.headers.get("content-type", "")) == URLENCODED


async def form_of(request: Request) -> Form:
    """The fields of a form, with line feeds as line ends. Read by the standard library: uploads have a parser.

    Problem: unsupported_media_type, charset_unsupported, too_large, malformed_form.
    """
    if not is_form(request):
        raise Problem("unsupported_media_type", f"{URLENCODED} is expected")
    refuse_charset(request.headers["content-type"])
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BYTES:
            raise Problem("too_large", f"more than {MAX_BYTES} bytes")
    try:
        sent = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except ValueError:
        raise Problem("malformed_form") from None
    form = {name: [value.replace("\r\n", "\n") for value in values] for name, values in sent.items()}
    keep_written(request, form)
    return form


def one(form: Form, name: str) -> str:
    """The value of a field that there is one of, without blanks around it; empty where it was not sent.

    Problem: repeated_parameter.
    """
    values = form.get(name, ("",))
    if len(values) > 1:
        raise repeated(name)
    return values[0].strip()


def hold_to(session: Session, form: Form) -> None:
    """Only a page that we gave to this very session knows the session's form key. Problem: form_not_ours."""
    if not compare_digest(one(form, "form_key").encode(), session.form_key.encode()):
        raise Problem("form_not_ours")


async def perform_form(
    request: Request, command: Command, session: Session, form: Form, content: Mapping[str, Any]
) -> Performed:
    """Perform `content` as `command`: the same act, key and version check as at the JSON door.

    The form carries what `form_marks.html` puts in. Problem: form_not_ours, invalid_content, or the refusal.
    """
    hold_to(session, form)
    payload = parse(command.body, json.dumps(content, ensure_ascii=False).encode())
    version = one(form, "version")
    asked = Asked(
        session.actor,
        payload,
        key_of(one(form, "key")),
        sha256(json.dumps([request.url.path, content], sort_keys=True).encode()).digest(),
        frozenset({int(version)}) if version.isascii() and version.isdigit() and len(version) <= MOST_DIGITS else None,
    )
    return await performed(request, command, asked)
