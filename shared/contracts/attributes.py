"""The headers of a record that are ours, with the grammar and the bounds of each.

Bounded here, because most of it is copied into what is sent on: what may come in can always leave.
"""

import re
from collections.abc import Iterable
from datetime import datetime

LONGEST_ATTRIBUTE = 256
GREATEST_SEQUENCE = 2**31 - 1
YEARS = range(2000, 2200)
ATTRIBUTES = frozenset(
    {
        "content-type", "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_subject", "ce_time", "ce_sequence",
        "ce_dossierid", "ce_correlationid", "ce_causationid", "ce_programmeversion", "traceparent",
    }
)  # fmt: skip
"""The headers that are ours; all others are somebody else's and not even decoded."""
_TRACEPARENT = re.compile(b"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}").fullmatch


class Unreadable(Exception):
    """A record that is not one of our events. `reason` is a stable code; it can only be parked."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


def attributes(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Our headers as texts of bounded length, without control or invisible characters.

    A `traceparent` outside its grammar is left out, as W3C Trace Context wants it: no trace parks an event.
    """
    found: dict[str, str] = {}
    for name, value in headers:
        if name not in ATTRIBUTES or (name == "traceparent" and not _TRACEPARENT(value or b"")):
            continue
        if name in found:
            raise bad(name, "stands twice")
        try:
            found[name] = (value or b"").decode()
        except UnicodeDecodeError as error:
            raise bad(name, f"is no UTF-8: {error.reason} at byte {error.start}") from None
    if not "".join(found.values()).isprintable() and (wrong := _unprintable(found)):
        raise bad(wrong, "holds control characters")
    for name, text in found.items():
        if len(text) > LONGEST_ATTRIBUTE:
            raise bad(name, f"has {len(text)} characters, at most {LONGEST_ATTRIBUTE}")
    return found


def _unprintable(found: dict[str, str]) -> str | None:
    """Which attribute; a `traceparent` outside its grammar does not count anyway."""
    return next((name for name, text in found.items() if name != "traceparent" and not text.isprintable()), None)


def bad(name: str, what: str) -> Unreadable:
    """An attribute of ours that cannot be taken, named."""
    return Unreadable("bad_headers", f"{name} {what}")


def time_of(text: str | None) -> datetime | None:
    """`ce_time`. Unreadable: it is no time, or none of ours."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise bad("ce_time", f"is no time: {text[:80]}") from None
    if time.tzinfo is None or time.year not in YEARS:
        raise bad("ce_time", f"needs an offset and a year from {YEARS[0]} to {YEARS[-1]}: {text[:80]}")
    return time


def sequence_of(text: str) -> int:
    """`ce_sequence`. Unreadable: it is no number, or out of range."""
    if len(text) > len(str(GREATEST_SEQUENCE)) or not (text.isascii() and text.isdigit()):
        raise bad("ce_sequence", f"is no number from 0 to {GREATEST_SEQUENCE}: {text[:80]}")
    if (sequence := int(text)) > GREATEST_SEQUENCE:
        raise bad("ce_sequence", f"is above {GREATEST_SEQUENCE}: {text}")
    return sequence
