"""The journal: who did what by which rule and what it left, hash-chained per aggregate. No journal row, no act.

The format, for whoever verifies it with a program of their own: docs/operations/journal-format.md.
"""

import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter

import msgspec

_encode = msgspec.json.Encoder().encode


class Entry(msgspec.Struct, frozen=True):
    """One line of the journal. `outcome` is "performed" or the refusal's code; `events` are type names."""

    aggregate: str | None
    entry: int
    dossier: str | None
    at: datetime
    door: str
    act: str
    rule: str
    actor: str
    roles: str
    message: str
    outcome: str
    state: str | None
    version: int
    events: str
    digest: bytes
    trace: str | None
    frozen: str | None = None
    """sha256 of what the act froze (a report that was issued), as hexadecimal digits."""

    state_found: bytes | None = None
    """Digest of the stored body that the act found (state_digest.py); None: the aggregate was new."""
    state_left: bytes | None = None
    """Digest of the stored body that the act left; None in entries written before there was one, or of no aggregate."""
    deadlines: str | None = None
    """What the act set and cancelled, as JSON: kind to `deadline_mark`, or to null where it was cancelled."""

    def hash_after(self, previous: bytes) -> bytes:
        """sha256 over the previous entry's hash and this entry's canonical JSON."""
        values: list[object] = list(values_of(self))
        values[AT] = _instant(self.at)
        while len(values) > LATER and values[-1] is None:
            values.pop()
        return hashlib.sha256(previous + _encode(values)).digest()


COLUMNS = Entry.__struct_fields__
AT = COLUMNS.index("at")
LATER = COLUMNS.index("frozen")
"""From here on columns were added over time: those that are null at the end are left out of the hash."""
values_of = attrgetter(*COLUMNS)
"""The values of an entry in the order of `COLUMNS`; `astuple` would copy each deeply, at half the cost of an act."""


@lru_cache(maxsize=16)
def _instant(at: datetime) -> str:
    """The same for all entries of a batch, and dear to format."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
