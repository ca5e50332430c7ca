"""Where a key stands twice in a JSON body: looked for only once it is known that one does."""

import json
from typing import Any


class _Pairs(list[tuple[str, Any]]):
    """An object of the document, with every key that it names."""


_decode = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str).decode


def place_of_repeated_key(body: bytes, longest: int) -> str:
    """The path of the first key that its object names twice, each part cut to `longest` characters."""
    waiting: list[tuple[str, Any]] = [("", _decode(body.decode()))]
    while waiting:
        path, value = waiting.pop(0)
        parts = value if isinstance(value, _Pairs) else enumerate(value) if isinstance(value, list) else ()
        seen: set[str] = set()
        for part, inner in parts:
            place = f"{path}.{str(part)[:longest]}" if path else str(part)[:longest]
            if isinstance(part, str) and part in seen:
                return place
            seen.add(str(part))
            waiting.append((place, inner))
    return "$"
