"""Checks a journal: each chain by itself, and the last entry of each against what stands in the tables now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from shared.delivery.journal import COLUMNS, Entry

OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong, and where; `code` is for programs."""

    code: str
    told: str
    row: int | None = None
    aggregate: str | None = None
    entry: int | None = None

    def __str__(self) -> str:
        return self.told


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
class _Chain:
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


@dataclass(slots=True)
class JournalCheck:
    """Takes the rows of one service's journal in the order of their ids, then what stands."""

    entries: int = 0
    faults: list[Fault] = field(default_factory=list)
    uncovered: int = 0
    """Aggregates whose last entry was written before there were digests: nothing says what must stand."""
    _chains: dict[str, _Chain] = field(default_factory=dict)
    _last_id: int = 0

    def watched(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        """The same rows, without those that are there twice."""
        for row in rows:
            self.entries += 1
            if row["id"] == self._last_id:
                self._note("duplicated", f"journal row {row['id']}: duplicated", row)
                continue
            self._last_id = row["id"]
            self._check(row)
            yield row

    def _check(self, row: Mapping[str, Any]) -> None:
        values: dict[str, Any] = {name: row.get(name) for name in COLUMNS}
        entry = Entry(**values)
        chain = self._chains.setdefault(entry.aggregate, _Chain()) if entry.aggregate else _Chain()
        if (entry.aggregate, entry.door, entry.act) == (None, OPERATOR, "rebuild"):
            for one in self._chains.values():
                one.forget_row()
        if fault := _fault_of(entry, row, chain):
            code, told = fault
            where = f"journal row {row['id']} (aggregate {entry.aggregate or 'none'}, entry {entry.entry})"
            self._note(code, f"{where}: {told}", row)
            chain.events = None
        if entry.aggregate and entry.entry > chain.entry:
            chain.take(entry, row["hash"])

    def _note(self, code: str, told: str, row: Mapping[str, Any]) -> None:
        place = {"row": row["id"], "aggregate": row["aggregate"], "entry": row["entry"]}
        self.faults.append(Fault(code=code, told=told, **place))

    def compare(self, standing: Iterable[Standing]) -> None:
        """Compare what stands now with what the chains say; call it behind the last row."""
        there = set()
        for one in standing:
            there.add(one.aggregate)
            chain = self._chains.get(one.aggregate)
            self.uncovered += bool(chain and chain.last and chain.last.state_left is None)
            for code, told in _differences(one, chain or _Chain()):
                kind = f" ({one.kind})" if one.kind else ""
                fault = Fault(code=code, told=f"aggregate {one.aggregate}{kind}: {told}", aggregate=one.aggregate)
                self.faults.append(fault)
        for aggregate, chain in self._chains.items():
            if aggregate not in there:
                told = f"aggregate {aggregate}: its journal ends with entry {chain.entry}, its row is gone"
                self.faults.append(Fault(code="row_gone", told=told, aggregate=aggregate, entry=chain.entry))


def broken(rows: Iterable[Mapping[str, Any]], standing: Sequence[Standing] | None = None) -> list[str]:
    """What is wrong with rows (in id order), naming each bad entry.

    Without `standing` nobody sees that the last entries of a chain are gone, or that a state was changed.
    """
    check = JournalCheck()
    for _ in check.watched(rows):
        pass
    if standing is not None:
        check.compare(standing)
    return [fault.told for fault in check.faults]


def _fault_of(entry: Entry, row: Mapping[str, Any], chain: _Chain) -> tuple[str, str] | None:
    if entry.aggregate and entry.entry <= chain.entry:
        return "duplicated", f"duplicated, or moved: entry {chain.entry} comes before it"
    if entry.aggregate and entry.entry != chain.entry + 1:
        return "entry_missing", f"entry {chain.entry + 1} is missing before it"
    if row["previous"] != chain.hash:
        return "chain_broken", "does not continue the entry before it"
    if row["hash"] != entry.hash_after(chain.hash):
        return "entry_changed", "was changed after it was written"
    left = chain.last.state_left if chain.last else None
    if left and entry.state_found != left:
        return "state_changed_between", f"found another state than entry {chain.entry} left: it was changed in between"
    return None


def _differences(one: Standing, chain: _Chain) -> Iterator[tuple[str, str]]:
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


def _column_differences(one: Standing, last: Entry, chain: _Chain) -> Iterator[tuple[str, str]]:
    for name in ("state", "version", "dossier"):
        if getattr(last, name) != getattr(one, name):
            yield "column_changed", f"{name} is {getattr(one, name)}, entry {last.entry} left {getattr(last, name)}"
    for name in one.strays:
        yield "column_changed", f"{name} is not what its body says"
    for name in ("events", "changed_at"):
        there, left = getattr(one, name), getattr(chain, name)
        if None not in (there, left) and there != left:
            yield "column_changed", f"{name} is {there}, the entries up to {last.entry} left {left}"


def _deadline_differences(there: Mapping[str, str], chain: _Chain) -> Iterator[tuple[str, str]]:
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
