"""A seal: one line over a range of journal rows and over the seal before it.

The chain of an aggregate shows what was changed in it. The seals chain the whole journal of a service, refusals that
belong to no aggregate too: with one hash kept elsewhere, nobody can rewrite what came before it. A seal also covers the
reads that were journaled since the one before, where there were any.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from shared.calendar.paris import paris_day
from shared.delivery.merkle import root
from shared.delivery.ranges import Range, RangeCheck
from shared.delivery.reads import read_hash

SEAL_COLUMNS = (
    "number", "first", "last", "entries", "root", "sealed_at", "previous", "hash",
    "reads_last", "reads_entries", "reads_root",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What a seal says of reads: those behind the ones before, up to `last`."""

    last: int = 0
    leaves: Sequence[bytes] = ()


NO_READS = Reads()


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
    reads_last: int | None = None
    """The last read that is covered by this seal or one before; None in seals of older versions."""
    reads_entries: int | None = None
    """How many reads this one covers."""
    reads_root: bytes | None = None
    """None: it covers none."""

    @staticmethod
    def over(  # all of what it covers
        service: str, before: "Seal | None", last: int, leaves: Sequence[bytes], at: datetime, reads: Reads = NO_READS
    ) -> "Seal":
        """The seal that follows `before` and ends with row `last`."""
        number, first, previous = (before.number + 1, before.last + 1, before.hash) if before else (1, 1, b"")
        seal = Seal(
            number=number, first=first, last=last, entries=len(leaves), root=root(leaves), sealed_at=at,
            previous=previous, hash=b"", reads_last=reads.last, reads_entries=len(reads.leaves),
            reads_root=root(reads.leaves) if reads.leaves else None,
        )  # fmt: skip
        return replace(seal, hash=seal.content_hash(service))

    def content_hash(self, service: str) -> bytes:
        """sha256 over the hash of the seal before and what this one says; of reads nothing where it covers none."""
        told = [service, self.number, self.first, self.last, self.entries, self.root, self.sealed_at]
        if self.reads_entries:
            told += [self.reads_last, self.reads_entries, self.reads_root]
        return _hash(self.previous, *told)

    def holds_by_itself(self, service: str) -> bool:
        """Whether its hash is that of its content."""
        return self.hash == self.content_hash(service)

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
    """Checks journal rows and reads against the seals while they go by, each in id order."""

    service: str
    seals: Sequence[Seal]
    faults: list[str] = field(default_factory=list)

    def watched(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The same rows; `faults` is complete when they are at their end."""
        self._chain()
        check = RangeCheck([Range(_named(one), one.last, one.entries, one.root) for one in self.seals], self.faults)
        for row in rows:
            check.take(row["id"], row["hash"])
            yield row
        check.end()

    def look_at_reads(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Check the reads; give how many there are."""
        check, count = RangeCheck(list(self._ranges_of_reads()), self.faults), 0
        for row in rows:
            check.take(row["id"], read_hash(row))
            count += 1
        check.end()
        return count

    def _ranges_of_reads(self) -> Iterator[Range]:
        first = 1
        for seal in self.seals:
            if not seal.reads_entries or not seal.reads_last:
                continue
            name = f"seal {seal.number} (reads {first} to {seal.reads_last}, {seal.day})"
            yield Range(name, seal.reads_last, seal.reads_entries, seal.reads_root or b"")
            first = seal.reads_last + 1

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


def _named(seal: Seal) -> str:
    return f"seal {seal.number} (journal rows {seal.first} to {seal.last}, {seal.day})"


def end_of(seals: Iterable[Seal], day: date) -> Seal | None:
    """The last seal set on that legal day or before: its hash is the day's root."""
    return max((seal for seal in seals if seal.day <= day), key=lambda seal: seal.number, default=None)
