"""At rest: outboxes empty, nothing due, nothing set aside; and the journals are as they were written."""

from collections.abc import Iterator

from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Fault, Kind
from shared.delivery.journal.chain_check import broken


def rest(snapshot: Snapshot) -> Iterator[Fault]:
    """Nothing is under way any more, and nothing was set aside."""
    for service, database in snapshot.databases.items():
        if database.outbox:
            yield Fault(Kind.UNSETTLED, service, f"{database.outbox} rows in the outbox")
        if database.due:
            yield Fault(Kind.UNSETTLED, service, f"{database.due} deadlines due")
        for parked in database.parked.values():
            yield Fault(Kind.PARKED, service, parked)
    for where in snapshot.unreadable:
        yield Fault(Kind.PARKED, where, "no readable event")


def journals(snapshot: Snapshot) -> Iterator[Fault]:
    """Every chain of every journal holds."""
    for service, database in snapshot.databases.items():
        for fault in broken(database.journal):
            yield Fault(Kind.BROKEN, service, fault)
