"""Checks a journal: each chain by itself, and the last entry of each against what stands in the tables now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.delivery.journal.entry import COLUMNS, Entry
from shared.delivery.journal.row_check import OPERATOR, Chain, Standing, differences


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


@dataclass(slots=True)
class JournalCheck:
    """Takes the rows of one service's journal in the order of their ids, then what stands."""

    entries: int = 0
    faults: list[Fault] = field(default_factory=list)
    uncovered: int = 0
    """Aggregates whose last entry was written before there were digests: nothing says what must stand."""
    _chains: dict[str, Chain] = field(default_factory=dict)
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
        chain = self._chains.setdefault(entry.aggregate, Chain()) if entry.aggregate else Chain()
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
            for code, told in differences(one, chain or Chain()):
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


def _fault_of(entry: Entry, row: Mapping[str, Any], chain: Chain) -> tuple[str, str] | None:
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
