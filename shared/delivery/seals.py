"""A seal: one line over a range of journal rows and over the seal before it.

The chain of an aggregate shows what was changed in it. The seals chain the whole journal of a service, refusals that
belong to no aggregate too: with one hash kept elsewhere, nobody can rewrite what came before it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from shared.calendar.paris import paris_day
from shared.delivery.merkle import leaf, root

SEAL_COLUMNS = ("number", "first", "last", "entries", "root", "sealed_at", "previous", "hash")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Covers the journal rows with ids from `first` to `last`, both included; the next seal begins behind it."""

    number: int
    first: int
    last: int
    entries: int
    root: bytes
    sealed_at: datetime
    previous: bytes
    hash: bytes

    @staticmethod
    def over(service: str, before: "Seal | None", last: int, leaves: Sequence[bytes], at: datetime) -> "Seal":
        """The seal that follows `before` and ends with row `last`."""
        number, first, previous = (before.number + 1, before.last + 1, before.hash) if before else (1, 1, b"")
        told = (service, number, first, last, len(leaves), root(leaves), at)
        return Seal(
            number=number, first=first, last=last, entries=len(leaves), root=told[5], sealed_at=at,
            previous=previous, hash=_hash(previous, *told),
        )  # fmt: skip

    def holds_by_itself(self, service: str) -> bool:
        """Whether its hash is that of its content."""
        told = (service, self.number, self.first, self.last, self.entries, self.root, self.sealed_at)
        return self.hash == _hash(self.previous, *told)

    @property
    def day(self) -> date:
        """The legal day on which it was set."""
        return paris_day(self.sealed_at)


def _hash(previous: bytes, *told: object) -> bytes:
    plain = [
        one.hex() if isinstance(one, bytes) else one.astimezone(UTC).isoformat(timespec="microseconds")
        if isinstance(one, datetime) else one
        for one in told
    ]  # fmt: skip
    return hashlib.sha256(previous + msgspec.json.encode(plain)).digest()


@dataclass(slots=True)
class SealCheck:
    """Checks journal rows against the seals while they go by, in id order."""

    service: str
    seals: Sequence[Seal]
    faults: list[str] = field(default_factory=list)
    _place: int = 0
    _leaves: list[bytes] = field(default_factory=list)

    def watched(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The same rows; `faults` is complete when they are at their end."""
        self._chain()
        for row in rows:
            self._close_before(row["id"])
            if self._place < len(self.seals):
                self._leaves.append(leaf(row["id"], row["hash"]))
            yield row
        self._close_before(None)

    def _chain(self) -> None:
        before: Seal | None = None
        for seal in self.seals:
            expected = (before.number + 1, before.last + 1, before.hash) if before else (1, 1, b"")
            if seal.number != expected[0]:
                self.faults.append(f"seal {seal.number}: seal {expected[0]} is missing before it")
            elif (seal.first, seal.previous) != expected[1:]:
                self.faults.append(f"seal {seal.number}: does not continue the seal before it")
            elif not seal.holds_by_itself(self.service):
                self.faults.append(f"seal {seal.number}: was changed after it was set")
            before = seal

    def _close_before(self, id_: int | None) -> None:
        """End the seals whose range lies before this row."""
        while self._place < len(self.seals) and (id_ is None or id_ > self.seals[self._place].last):
            seal = self.seals[self._place]
            if len(self._leaves) != seal.entries:
                self.faults.append(f"{_named(seal)}: {seal.entries} entries were sealed, {len(self._leaves)} are there")
            elif root(self._leaves) != seal.root:
                self.faults.append(f"{_named(seal)}: not the entries that were sealed")
            self._place += 1
            self._leaves.clear()


def _named(seal: Seal) -> str:
    return f"seal {seal.number} (journal rows {seal.first} to {seal.last}, {seal.day})"


def end_of(seals: Iterable[Seal], day: date) -> Seal | None:
    """The last seal set on that legal day or before: its hash is the day's root."""
    return max((seal for seal in seals if seal.day <= day), key=lambda seal: seal.number, default=None)
