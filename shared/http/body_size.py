"""How many values a JSON body holds: each costs whoever checks it, so a body within its bytes can still be a flood."""

import msgspec

_decode = msgspec.json.Decoder().decode
LEAST_BYTES = 2
"""Of a value, with its comma."""


def holds_more_values_than(most: int, document: bytes) -> bool:
    """Whether there are more entries in all objects and lists together. Bodies that are too short are not looked at.

    What this decoder does not read (NaN, say) another one may: there every comma counts, those in texts too.
    """
    if len(document) <= LEAST_BYTES * most:
        return False
    try:
        waiting = [_decode(document)]
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return document.count(b",") > most
    seen = 0
    while waiting and seen <= most:
        one = waiting.pop()
        entries = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        seen += len(entries)
        if seen <= most:
            waiting.extend(entry for entry in entries if isinstance(entry, dict | list))
    return seen > most
