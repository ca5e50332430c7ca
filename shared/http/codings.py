"""In which writing a body comes: none of ours is compressed, none is in another charset than UTF-8.

Compressed bodies are refused, not unpacked: a few bytes could be made to stand for gigabytes.
"""

from python_multipart.multipart import parse_options_header
from starlette.types import Scope

from shared.http.problems import Problem

UTF_8 = frozenset({"utf-8", "utf8", "us-ascii"})
LONGEST = 80


def refuse_encoded(scope: Scope) -> None:
    """Problem: content_encoding_unsupported, transfer_encoding_unsupported; where there is a body."""
    content, transfer, has_body = [], [], False
    for name, value in scope["headers"]:
        if name == b"content-encoding":
            content.append(value)
        elif name == b"transfer-encoding":
            transfer.append(value)
        elif name == b"content-length" and value != b"0":
            has_body = True
    if transfer and _names(transfer) != ["chunked"]:
        raise Problem("transfer_encoding_unsupported", _told(transfer))
    if content and (has_body or transfer) and set(_names(content)) - {"identity"}:
        raise Problem("content_encoding_unsupported", _told(content))


def media_type_of(content_type: str) -> str:
    """The media type of a Content-Type, without its parameters."""
    return content_type.split(";", 1)[0].strip().lower()


def refuse_charset(content_type: str) -> None:
    """Problem: charset_unsupported; a body without a charset is UTF-8."""
    if ";" not in content_type:
        return
    charset = parse_options_header(content_type)[1].get(b"charset", b"utf-8").decode("latin-1")
    if charset.strip().lower() not in UTF_8:
        raise Problem("charset_unsupported", charset[:LONGEST])


def _names(values: list[bytes]) -> list[str]:
    listed = b",".join(values).decode("latin-1").split(",")
    return [name for one in listed if (name := one.strip().lower())]


def _told(values: list[bytes]) -> str:
    return b", ".join(values).decode("latin-1")[:LONGEST]
