"""What stands of an aggregate in its table, against what the entries of its chain left."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from shared.delivery.journal.entry import Entry

OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What an aggregate's row says now. Exports of versions that knew no digests have `entries` and `hash` only."""

    aggregate: str
    entries: int
    hash: bytes
    kind: str | None = None
    dossier: str | None = None
    state: str | None = None
    version: int | None = None
    digest: bytes | None = None
    """`state_digest` of its body."""
    strays: tuple[str, ...] = ()
    """Columns that are not what the body says."""
    deadlines: Mapping[str, str] | None = None
    """`deadline_mark` of each that is set, by kind."""
    events: int | None = None
    """Number of its last event. Exports of older versions have neither this nor the next."""
    changed_at: datetime | None = None


@dataclass(slots=True)
class Chain:
    """What is known of an aggregate's chain up to some entry."""

    entry: int = 0
    hash: bytes = b""
    last: Entry | None = None
    whole: bool = True
    """Every entry so far names the state that it left."""
    deadlines: dict[str, str | None] = field(default_factory=dict)
    """By kind, what is set since the first entry that says so; None: cancelled, or fallen due."""

    events: int | None = 0
    """How many its entries tell of; None: nobody knows, an entry is missing or the row was rebuilt from topics."""
    changed_at: datetime | None = None
    """When the last entry was written that writes the row's instant; None: the row was rebuilt since."""

    def take(self, entry: Entry, hash_: bytes) -> None:
        """The chain with one more entry."""
        if entry.door != OPERATOR:  # an operator's entry covers the row as it stands
            self.changed_at = entry.at
        if self.events is not None:
            self.events += len(entry.events.split())
        self.entry, self.hash, self.last = entry.entry, hash_, entry
        if entry.state_left is None:  # of a version that noted neither states nor deadlines
            self.whole = False
            self.deadlines.clear()
        if entry.door == "deadline":
            self.deadlines[entry.act] = None
        if entry.deadlines is not None:
            self.deadlines.update(msgspec.json.decode(entry.deadlines))

    def forget_row(self) -> None:
        """Its row was made anew: number of events and instant are not those that its entries left."""
        self.events = self.changed_at = None


def differences(one: Standing, chain: Chain) -> Iterator[tuple[str, str]]:
    """What stands, against the end of its chain."""
    if not one.entries:
        gone = f"its journal ends with entry {chain.entry}, its row is gone"
        yield ("row_gone", gone) if chain.last else ("journal_missing", "no entry of the journal knows of it")
        return
    if (one.entries, one.hash) != (chain.entry, chain.hash):
        yield "chain_short", f"{one.entries} entries were written, the chain ends with entry {chain.entry}"
        return
    last = chain.last
    if last is None or one.digest is None:
        return
    if last.state_left and last.state_left != one.digest:
        yield "state_changed", f"its body is not the one that entry {last.entry} left"
    yield from _column_differences(one, last, chain)
    yield from _deadline_differences(one.deadlines or {}, chain)


def _column_differences(one: Standing, last: Entry, chain: Chain) -> Iterator[tuple[str, str]]:
    for name in ("state", "version", "dossier"):
        if getattr(last, name) != getattr(one, name):
            yield "column_changed", f"{name} is {getattr(one, name)}, entry {last.entry} left {getattr(last, name)}"
    for name in one.strays:
        yield "column_changed", f"{name} is not what its body says"
    for name in ("events", "changed_at"):
        there, left = getattr(one, name), getattr(chain, name)
        if None not in (there, left) and there != left:
            yield "column_changed", f"{name} is {there}, the entries up to {last.entry} left {left}"


def _deadline_differences(there: Mapping[str, str], chain: Chain) -> Iterator[tuple[str, str]]:
    for kind, mark in chain.deadlines.items():
        if mark and kind not in there:
            yield "deadline_gone", f"deadline {kind} was set for {_at(mark)} and is gone"
        elif mark and there[kind] != mark:
            moved = _at(there[kind]) != _at(mark)
            what = f"it stands for {_at(there[kind])}" if moved else "what it carries was changed"
            yield "deadline_changed", f"deadline {kind} was set for {_at(mark)}, {what}"
        elif mark is None and kind in there:
            yield "deadline_stands", f"deadline {kind} was cancelled or fell due, and stands for {_at(there[kind])}"
    for kind in there.keys() - chain.deadlines.keys() if chain.whole else ():
        yield "deadline_unknown", f"deadline {kind} stands for {_at(there[kind])}, and no entry set it"


def _at(mark: str) -> datetime:
    return datetime.fromisoformat(mark.split(" ", 1)[0])
