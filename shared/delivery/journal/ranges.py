"""Rows against ranges of them of which only number and Merkle root are known."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shared.delivery.journal.merkle import leaf, root


class Range(NamedTuple):
    """All rows behind the range before, up to the id `last`."""

    name: str
    last: int
    entries: int
    root: bytes


@dataclass(slots=True)
class RangeCheck:
    """Takes rows in the order of their ids; what does not fit joins `faults`."""

    ranges: Sequence[Range]
    faults: list[str]
    _place: int = 0
    _leaves: list[bytes] = field(default_factory=list)

    def take(self, id_: int, content: bytes) -> None:
        """The next row; `content` is its hash."""
        self._close_before(id_)
        if self._place < len(self.ranges):
            self._leaves.append(leaf(id_, content))

    def end(self) -> None:
        """There are no more rows."""
        self._close_before(None)

    def _close_before(self, id_: int | None) -> None:
        while self._place < len(self.ranges) and (id_ is None or id_ > self.ranges[self._place].last):
            one = self.ranges[self._place]
            if len(self._leaves) != one.entries:
                self.faults.append(f"{one.name}: {one.entries} entries were covered, {len(self._leaves)} are there")
            elif root(self._leaves) != one.root:
                self.faults.append(f"{one.name}: not the entries that were covered")
            self._place += 1
            self._leaves.clear()
