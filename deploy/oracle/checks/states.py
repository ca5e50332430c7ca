"""Every aggregate is in one legal state, reached by legal steps, and its row agrees with its journal."""

from collections import Counter
from collections.abc import Iterator

from deploy.oracle.ledger import Ledger
from deploy.oracle.snapshot import Entry, Kept, Row, Snapshot
from deploy.oracle.verdict import Fault, Kind


def states(snapshot: Snapshot, ledger: Ledger) -> Iterator[Fault]:
    """Rows against lives and journals, in every service; every accepted aggregate is in one place."""
    for kept in snapshot.kept.values():
        there = Counter(row.id for row in kept.rows)
        for id_, count in there.items():
            if count > 1:
                yield Fault(Kind.DOUBLED, f"{kept.service} {id_}", f"{count} rows")
        for service, id_ in {(one.service, one.aggregate) for one in ledger}:
            if service == kept.service and id_ not in there:
                yield Fault(Kind.LOST, f"{service} {id_}", "accepted, and has no state")
        yield from _rows(kept)


def _rows(kept: Kept) -> Iterator[Fault]:
    entries: dict[str, list[Entry]] = {}
    for entry in kept.journal:
        if entry["aggregate"]:
            entries.setdefault(str(entry["aggregate"]), []).append(entry)
    for row in kept.rows:
        yield from _row(kept, row, entries.pop(row.id, []))
    for id_, left in entries.items():
        if any(entry["outcome"] == "performed" for entry in left):
            yield Fault(Kind.LOST, f"{kept.service} {id_}", "journaled, and has no state")


def _row(kept: Kept, row: Row, entries: list[Entry]) -> Iterator[Fault]:
    where = f"{kept.service} {row.kind} {row.id}"
    life = kept.lives[row.kind]
    if row.state not in life.states():
        yield Fault(Kind.ILLEGAL, where, f"in the state {row.state}")
    performed = [entry for entry in entries if entry["outcome"] == "performed"]
    before: str | None = None
    for entry in performed:
        if entry["state"] not in life.targets(before, entry["act"]):
            yield Fault(Kind.ILLEGAL, where, f"{entry['act']} led from {before} to {entry['state']}")
        before = entry["state"]
    told = sum(len(entry["events"].split()) for entry in performed)
    stored = {"state": row.state, "version": row.version, "events": row.events, "entries": row.entries}
    journaled = {"state": before, "version": len(performed), "events": told, "entries": len(entries)}
    if stored != journaled:
        yield Fault(Kind.DIFFERS, where, f"stored {stored}, journaled {journaled}")
    if entries and entries[-1]["hash"] != row.journal_head:
        yield Fault(Kind.BROKEN, where, "the row's head is not the last entry's hash")
