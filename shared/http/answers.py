"""JSON answers: encoded once by msgspec, with an ETag that says whether anything changed."""

from hashlib import blake2b
from typing import Any

import msgspec
from fastapi import Response

PRIVATE = "private, no-store"
BRIEFLY = "public, max-age=30"
"""What everybody may see; a suspension shows within half a minute wherever somebody keeps it."""
_encode = msgspec.json.Encoder().encode


class JsonAnswer(Response):
    """A JSON body that is encoded already."""

    media_type = "application/json"


def json_answer(
    content: Any,  # noqa: ANN401  # whatever JSON can say
    *,
    version: int | None = None,
    by_version: bool = True,
    cache: str = PRIVATE,
) -> JsonAnswer:
    """Content as JSON. `version` is that of the aggregate that it shows, for If-Match.

    `by_version`: the same version always gives the same answer to the same reader. Otherwise the ETag holds a digest
    of the answer behind the version. An answer without version has a digest alone.
    """
    body = _encode(content)
    tag = str(version) if version is not None and by_version else digest_of(body)
    if version is not None and not by_version:
        tag = versioned(version, body)
    return JsonAnswer(body, headers={"etag": f'"{tag}"', "cache-control": cache})


def versioned(version: int, body: bytes) -> str:
    """The opaque tag of an answer that shows a version, and something else besides."""
    return f"{version}-{digest_of(body)[:16]}"


def digest_of(body: bytes) -> str:
    """What an ETag needs of a body; no secret hangs on it."""
    return blake2b(body, digest_size=16).hexdigest()
