"""ETags as clients and proxies send them back (RFC 9110, 8.8.3 and 13.1): lists, `*`, weak ones, marked ones.

A proxy that compresses an answer marks its ETag so that the compressed bytes have one of their own: `"3-gzip"`
(Apache), `"3--gzip"` (Jetty), `"3;br"`, or `W/"3"` (nginx); one that unpacked it may say `"3-identity"`. The client
that sends it back means our `"3"`: whatever the bytes were packed in, they showed version 3, so If-Match takes it too.
"""

import re

_TAG = re.compile(r'\s*(?P<weak>W/)?"(?P<tag>[\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)|\s*,')
_BARE = re.compile(r"[^\s\",]+")
_MARK = re.compile(r"(?:--?|[;:])(?:(?:x-)?(?:gzip|compress)|br|zstd|deflate|identity)$", re.ASCII)
_VERSION = re.compile(r"([0-9]{1,9})(?:-[0-9a-f]{16})?", re.ASCII)
ANY = "*"


def tags_of(header: str) -> list[str] | None:
    """The opaque tags of a list without the marks of proxies; `["*"]` for any; None where it is no list of tags."""
    text = header.strip()
    if text == ANY:
        return [ANY]
    if _BARE.fullmatch(text):  # without quotes, as people type it
        return [_MARK.sub("", text.removeprefix("W/"))]
    found, place = [], 0
    while place < len(text):
        match = _TAG.match(text, place)
        if match is None:
            return None
        if match["tag"] is not None:
            found.append(_MARK.sub("", match["tag"]))
        place = match.end()
    return found or None


def matches(header: str, etag: str) -> bool:
    """Whether an If-None-Match names this ETag of ours, by weak comparison."""
    tags = tags_of(header)
    return tags is not None and (tags == [ANY] or etag.removeprefix("W/").strip('"') in tags)


def versions_in(header: str) -> frozenset[int] | None:
    """The versions that an If-Match names; None: any. ValueError: it names none of ours."""
    tags = tags_of(header)
    if tags == [ANY]:
        return None
    found = frozenset(int(version[1]) for tag in tags or () if (version := _VERSION.fullmatch(tag)))
    if not found:
        raise ValueError(header)
    return found
