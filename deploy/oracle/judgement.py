"""The oracle itself: all checks on one snapshot."""

from itertools import chain

from deploy.oracle.checks.catalogue import catalogue, state_topics
from deploy.oracle.checks.commands import commands
from deploy.oracle.checks.hops import hops
from deploy.oracle.checks.rest import journals, rest
from deploy.oracle.checks.states import states
from deploy.oracle.checks.wire import first_records, wire
from deploy.oracle.ledger import Ledger
from deploy.oracle.snapshot import Snapshot
from deploy.oracle.verdict import Fault, Kind, Verdict

CHECKS = (wire, hops, catalogue, state_topics, rest, journals)


def judge(
    snapshot: Snapshot, ledger: Ledger, *, complete: bool = True, unsettled: tuple[str, ...] = (), parked: int = 0
) -> Verdict:
    """Nothing lost, nothing doubled, order kept?

    `complete`: nobody but the ledger's clients sent commands. `unsettled`: what had not come to rest in time. `parked`:
    how many records are set aside on purpose.
    """
    found = [*commands(snapshot, ledger, complete=complete), *states(snapshot, ledger)]
    found += chain.from_iterable(check(snapshot) for check in CHECKS)
    found += [Fault(Kind.UNSETTLED, "the line", what) for what in unsettled]
    if sum(fault.kind is Kind.PARKED for fault in found) == parked:
        found = [fault for fault in found if fault.kind is not Kind.PARKED]
    different = first_records(snapshot.records)
    return Verdict(
        faults=tuple(sorted(found)),
        commands=len(ledger),
        aggregates=sum(len(database.rows) for database in snapshot.databases.values()),
        entries=sum(len(database.journal) for database in snapshot.databases.values()),
        events=len(different),
        repeats=len(snapshot.records) - len(different),
        replays=ledger.replays,
    )
