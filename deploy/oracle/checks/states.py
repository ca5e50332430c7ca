"""Every aggregate is in one legal state, reached by legal steps, and its row agrees with its journal."""

from collections import Counter
from collections.abc import Iterator

from deploy.oracle.ledger import Ledger
from deploy.oracle.snapshot import Database, Entry, Row, Snapshot
from deploy.oracle.verdict import Fault, Kind


def states(snapshot: Snapshot, ledger: Ledger) -> Iterator[Fault]:
    """Rows against lives and journals, in every service; every accepted aggregate exists once."""
    for database in snapshot.databases.values():
        there = Counter(row.id for row in database.rows)
        for id_, count in there.items():
            if count > 1:
                yield Fault(Kind.DOUBLED, f"{database.service} {id_}", f"{count} rows")
        for service, id_ in {(one.service, one.aggregate) for one in ledger}:
            if service == database.service and id_ not in there:
                yield Fault(Kind.LOST, f"{service} {id_}", "accepted, and has no state")
        yield from _rows(database)


def _rows(database: Database) -> Iterator[Fault]:
    entries: dict[str, list[Entry]] = {}
    for entry in database.journal:
        if entry["aggregate"]:
            entries.setdefault(str(entry["aggregate"]), []).append(entry)
    for row in database.rows:
        yield from _row(database, row, entries.pop(row.id, []))
    for id_, left in entries.items():
        if any(entry["outcome"] == "performed" for entry in left):
            yield Fault(Kind.LOST, f"{database.service} {id_}", "journaled, and has no state")


def _row(database: Database, row: Row, entries: list[Entry]) -> Iterator[Fault]:
    where = f"{database.service} {row.kind} {row.id}"
    life = database.lives[row.kind]
    if row.state not in life.states():
        yield Fault(Kind.ILLEGAL, where, f"in the state {row.state}")
    performed = [entry for entry in entries if entry["outcome"] == "performed"]
    before: str | None = None
    for entry in performed:
        if entry["state"] not in life.targets(before, entry["act"]):
            yield Fault(Kind.ILLEGAL, where, f"{entry['act']} led from {before} to {entry['state']}")
        before = entry["state"]
    published = sum(len(entry["events"].split()) for entry in performed)
    stored = {"state": row.state, "version": row.version, "events": row.events, "entries": row.entries}
    journaled = {"state": before, "version": len(performed), "events": published, "entries": len(entries)}
    if stored != journaled:
        yield Fault(Kind.DIFFERS, where, f"stored {stored}, journaled {journaled}")
    if entries and entries[-1]["hash"] != row.journal_head:
        yield Fault(Kind.BROKEN, where, "the row's head is not the last entry's hash")
