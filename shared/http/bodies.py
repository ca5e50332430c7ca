"""From a request body to a command: every fault named at once, nothing guessed."""

from functools import lru_cache
from typing import Any, cast

import msgspec
from fastapi import Request
from pydantic import TypeAdapter, ValidationError

from shared.contracts.envelope import holds_nul
from shared.contracts.strict_json import DuplicateKey, NestedTooDeeply, refuse_duplicate_keys
from shared.http.body_size import holds_more_values_than
from shared.http.codings import media_type_of, refuse_charset
from shared.http.problems import Problem
from shared.http.repeated_keys import place_of_repeated_key
from shared.texts.rule import TextFault

JSON = "application/json"
MAX_BYTES = 1_000_000
MOST_VALUES = 10_000
"""Of a body: several times the largest dossier."""
MOST_FAULTS = 1_000
"""That one answer names. More are those of a body in quite another form."""
LONGEST_PART = 80


def adapter(command: type[Any]) -> TypeAdapter[Any]:
    """The validator of a command class; pydantic because it names every fault, where msgspec stops at the first."""
    return _adapter(cast("Any", command))


@lru_cache
def _adapter(command: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    return TypeAdapter(command)


async def read_body(request: Request, media_type: str = JSON, most: int = MAX_BYTES) -> bytes:
    """The raw body, of at most so many bytes. Problem: too_large, unsupported_media_type, charset_unsupported."""
    content_type = request.headers.get("content-type", media_type)
    declared = media_type_of(content_type)
    if declared != media_type:
        raise Problem("unsupported_media_type", f"{declared[:80]}: {media_type} is expected")
    if media_type == JSON:  # tables of answers come in what their program writes, and are looked into
        refuse_charset(content_type)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > most:
            raise Problem("too_large", f"more than {most} bytes")
        chunks.append(chunk)
    return b"".join(chunks)


def parse(command: type[Any], body: bytes) -> Any:  # noqa: ANN401
    """The command in the body.

    Problem: malformed_json, duplicate_key, too_large, value_refused (a NUL), invalid_content with all faults.
    """
    if holds_nul(body):
        raise Problem("value_refused")
    if holds_more_values_than(MOST_VALUES, body):
        raise Problem("too_large", f"more than {MOST_VALUES} values")
    refuse_repeated_keys(body)
    try:
        return adapter(command).validate_json(body or b"{}", strict=True)
    except ValidationError as error:
        faults = faults_of(error)
        if any(fault["code"] == "json_invalid" for fault in faults):
            raise Problem("malformed_json", faults[0]["detail"]) from None
        raise Problem("invalid_content", faults=faults) from None


def refuse_repeated_keys(body: bytes) -> None:
    """Problem: duplicate_key (named, with its path), malformed_json (too deep to look into)."""
    try:
        refuse_duplicate_keys(body)
    except DuplicateKey as repeated:
        path = place_of_repeated_key(body, LONGEST_PART)
        raise Problem("duplicate_key", str(repeated), key=repeated.key[:LONGEST_PART], path=path) from None
    except NestedTooDeeply as deep:
        raise Problem("malformed_json", str(deep)) from None


def faults_of(error: ValidationError) -> list[dict[str, str]]:
    """Every fault, as problems tell them: its path, its code, what was expected. Of very many only the number."""
    if (number := error.error_count()) > MOST_FAULTS:
        detail = f"{number} faults: the API document shows the form of this body"
        return [{"path": "$", "code": "too_many_faults", "detail": detail}]
    return [_told(fault) for fault in error.errors(include_url=False, include_input=False)]


def _told(fault: Any) -> dict[str, str]:  # noqa: ANN401
    path = [str(part)[:LONGEST_PART] for part in fault["loc"] if part != "[key]"]
    broken = fault.get("ctx", {}).get("error")
    if not isinstance(broken, TextFault):
        return {"path": ".".join(path) or "$", "code": fault["type"], "detail": fault["msg"]}
    if broken.place:
        path.append(broken.place)
    return {"path": ".".join(path) or "$", "code": broken.code, "detail": broken.detail}


def unchecked(command: type[Any], content: object) -> Any:  # noqa: ANN401
    """The command as it was typed, to be shown again: shapes are looked at, rules of texts are not."""
    return msgspec.convert(content, command)


def as_json(value: object) -> Any:  # noqa: ANN401
    """Plain JSON data of a dataclass."""
    return msgspec.to_builtins(value)
