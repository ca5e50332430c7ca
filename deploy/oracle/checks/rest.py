"""At rest: outboxes empty, nothing due, nothing set aside; and the journals are as they were written."""

from collections.abc import Iterator

from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Fault, Kind
from shared.delivery.journal_check import broken


def rest(snapshot: Snapshot) -> Iterator[Fault]:
    """Nothing is under way any more, and nothing was set aside."""
    for service, kept in snapshot.kept.items():
        if kept.outbox:
            yield Fault(Kind.UNSETTLED, service, f"{kept.outbox} rows in the outbox")
        if kept.due:
            yield Fault(Kind.UNSETTLED, service, f"{kept.due} deadlines due")
        for parked in kept.parked.values():
            yield Fault(Kind.PARKED, service, parked)
    for where in snapshot.unreadable:
        yield Fault(Kind.PARKED, where, "no readable event")


def journals(snapshot: Snapshot) -> Iterator[Fault]:
    """Every chain of every journal holds."""
    for service, kept in snapshot.kept.items():
        for fault in broken(kept.journal):
            yield Fault(Kind.BROKEN, service, fault)
