"""A checkpoint: one line over a range of journal rows and over the checkpoint before it.

The chain of an aggregate shows what was changed in it. Checkpoints chain the whole journal of a service, refusals that
belong to no aggregate too: with one hash kept elsewhere, nobody can rewrite what came before it. They cover reads that
were journaled, too. The table is called `seals`, an earlier word for the same.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from shared.calendar.paris import paris_day
from shared.delivery.journal.merkle import root
from shared.delivery.journal.ranges import Range, RangeCheck
from shared.delivery.journal.reads import read_hash
from shared.delivery.schema.base import names_of
from shared.delivery.schema.evidence import CheckpointRow

CHECKPOINT_COLUMNS = names_of(CheckpointRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """What a checkpoint says of reads: those behind the ones before, up to `last`."""

    last: int = 0
    leaves: Sequence[bytes] = ()


NO_READS = Reads()
READS_CLEARED = "clear_reads"
"""The act of an operator's journal entry whose message is the last read that was cleared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """Covers the journal rows with ids from `first` to `last`, both included; the next checkpoint begins behind it."""

    number: int
    first: int
    last: int
    entries: int
    root: bytes
    sealed_at: datetime
    previous: bytes
    hash: bytes
    reads_last: int | None = None
    """The last read that is covered by this checkpoint or one before; None in checkpoints of older versions."""
    reads_entries: int | None = None
    """How many reads this one covers."""
    reads_root: bytes | None = None
    """None: it covers none."""

    @staticmethod
    def over(  # all of what it covers
        service: str,
        before: "Checkpoint | None",
        last: int,
        leaves: Sequence[bytes],
        at: datetime,
        reads: Reads = NO_READS,
    ) -> "Checkpoint":
        """The checkpoint that follows `before` and ends with row `last`."""
        number, first, previous = (before.number + 1, before.last + 1, before.hash) if before else (1, 1, b"")
        checkpoint = Checkpoint(
            number=number, first=first, last=last, entries=len(leaves), root=root(leaves), sealed_at=at,
            previous=previous, hash=b"", reads_last=reads.last, reads_entries=len(reads.leaves),
            reads_root=root(reads.leaves) if reads.leaves else None,
        )  # fmt: skip
        return replace(checkpoint, hash=checkpoint.content_hash(service))

    def content_hash(self, service: str) -> bytes:
        """sha256 over the hash of the one before and what this one says; of reads nothing where it covers none."""
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
class CheckpointCheck:
    """Checks journal rows and reads against the checkpoints while they go by, each in id order."""

    service: str
    checkpoints: Sequence[Checkpoint]
    faults: list[str] = field(default_factory=list)
    cleared_to: int = 0
    """The last read that operators cleared, as the journal says."""

    def watched(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The same rows; `faults` is complete when they are at their end."""
        self._chain()
        check = RangeCheck(
            [Range(_named(one), one.last, one.entries, one.root) for one in self.checkpoints], self.faults
        )
        for row in rows:
            check.take(row["id"], row["hash"])
            if (row["aggregate"], row["door"], row["act"]) == (None, "operator", READS_CLEARED):
                self.cleared_to = max(self.cleared_to, int(row["message"]))
            yield row
        check.end()

    def look_at_reads(self, rows: Iterable[Mapping[str, Any]]) -> int:
        """Check the reads; give how many there are. Call it behind `watched`: what was cleared is not missed."""
        ranges = [one for one in self._ranges_of_reads() if one.last > self.cleared_to]
        check, count = RangeCheck(ranges, self.faults), 0
        for row in rows:
            if row["id"] > self.cleared_to:
                check.take(row["id"], read_hash(row))
            count += 1
        check.end()
        return count

    @property
    def reads_cleared(self) -> int:
        """How many reads were covered by checkpoints and cleared since."""
        return sum(one.reads_entries or 0 for one in self.checkpoints if (one.reads_last or 0) <= self.cleared_to)

    def _ranges_of_reads(self) -> Iterator[Range]:
        first = 1
        for checkpoint in self.checkpoints:
            if not checkpoint.reads_entries or not checkpoint.reads_last:
                continue
            name = f"checkpoint {checkpoint.number} (reads {first} to {checkpoint.reads_last}, {checkpoint.day})"
            yield Range(name, checkpoint.reads_last, checkpoint.reads_entries, checkpoint.reads_root or b"")
            first = checkpoint.reads_last + 1

    def _chain(self) -> None:
        before: Checkpoint | None = None
        for checkpoint in self.checkpoints:
            expected = (before.number + 1, before.last + 1, before.hash) if before else (1, 1, b"")
            if checkpoint.number != expected[0]:
                self.faults.append(f"checkpoint {checkpoint.number}: checkpoint {expected[0]} is missing before it")
            elif (checkpoint.first, checkpoint.previous) != expected[1:]:
                self.faults.append(f"checkpoint {checkpoint.number}: does not continue the checkpoint before it")
            elif not checkpoint.holds_by_itself(self.service):
                self.faults.append(f"checkpoint {checkpoint.number}: was changed after it was set")
            before = checkpoint


def _named(checkpoint: Checkpoint) -> str:
    return f"checkpoint {checkpoint.number} (journal rows {checkpoint.first} to {checkpoint.last}, {checkpoint.day})"


def end_of(checkpoints: Iterable[Checkpoint], day: date) -> Checkpoint | None:
    """The last checkpoint set on that legal day or before: its hash is the day's root."""
    return max(
        (checkpoint for checkpoint in checkpoints if checkpoint.day <= day),
        key=lambda checkpoint: checkpoint.number,
        default=None,
    )
