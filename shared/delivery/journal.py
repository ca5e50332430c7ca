"""The journal: who did what by which rule, hash-chained per aggregate. No journal row, no act."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

_encode = msgspec.json.Encoder().encode
COLUMNS = (
    "aggregate", "entry", "dossier", "at", "door", "act", "rule", "actor", "roles",
    "message", "outcome", "state", "version", "events", "digest", "trace", "frozen",
)  # fmt: skip
AT = COLUMNS.index("at")


values_of = attrgetter(*COLUMNS)
"""The values of an entry in the order of `COLUMNS`; `astuple` would copy each deeply, at half the cost of an act."""


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

    def seal(self, previous: bytes) -> bytes:
        """sha256 over the previous entry's hash and this entry's canonical JSON."""
        values: list[object] = list(values_of(self))
        values[AT] = _instant(self.at)
        if self.frozen is None:
            values.pop()  # as it was before there was such a thing
        return hashlib.sha256(previous + _encode(values)).digest()


@lru_cache(maxsize=16)
def _instant(at: datetime) -> str:
    """The same for all entries of a batch, and dear to format."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def broken(rows: Iterable[Mapping[str, Any]], ends: Mapping[str, tuple[int, bytes]] | None = None) -> list[str]:
    """Check rows (in id order): what is wrong, naming each bad entry.

    `ends` are the number of entries and the last hash that each aggregate's own row knows: without them nobody sees
    that the last entries of a chain are gone.
    """
    heads: dict[str, tuple[int, bytes]] = {}
    faults: list[str] = []
    for row in rows:
        entry = Entry(**{name: row[name] for name in COLUMNS})
        chain = entry.aggregate or ""
        number, head = heads.get(chain, (0, b"")) if chain else (0, b"")
        where = f"journal row {row['id']} (aggregate {chain or 'none'}, entry {entry.entry})"
        if chain and entry.entry != number + 1:
            faults.append(f"{where}: entry {number + 1} is missing before it")
        elif row["previous"] != head:
            faults.append(f"{where}: does not continue the entry before it")
        elif row["hash"] != entry.seal(head):
            faults.append(f"{where}: was changed after it was written")
        if chain:
            heads[chain] = (entry.entry, row["hash"])
    return faults + [_short(chain, end, heads) for chain, end in (ends or {}).items() if heads.get(chain) != end]


def _short(chain: str, end: tuple[int, bytes], heads: Mapping[str, tuple[int, bytes]]) -> str:
    last, _ = heads.get(chain, (0, b""))
    return f"aggregate {chain}: {end[0]} entries were written, the chain ends with entry {last}"
